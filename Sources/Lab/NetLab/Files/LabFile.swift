import JSON
import LinuxSystem
import YAML

/// A topology or scenario file as it was read.
package struct LabFile {
    /// The file's path, as the user named it.
    let path: String
    /// The one document in it.
    let root: Field

    /// Parses the bytes; they hold one YAML document, an object.
    package init(path: String, bytes: [UInt8]) throws {
        let documents = try during("read \(path)") { try YAML.documents(bytes) }
        guard let document = documents.first, documents.count == 1 else {
            throw LabError("expected one YAML document, found \(documents.count)", at: path)
        }
        guard document.root.kind == .object else {
            throw LabError("expected an object", at: "\(path):\(document.root.line)")
        }
        self.path = path
        root = Field(value: document.root, file: path)
    }

    init(reading path: String) throws {
        try self.init(path: path, bytes: during("read \(path)") { try Files.read(path) })
    }

    /// A path written in this file: relative to the file's folder.
    func resolve(_ other: String) -> String { LabFile.resolver(path)(other) }

    /// What makes paths of those written in a file: relative to the file's folder.
    static func resolver(_ path: String) -> (String) -> String {
        { resolve($0, from: path) }
    }

    private static func resolve(_ other: String, from path: String) -> String {
        guard !other.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return other }
        return String(path[...slash]) + other
    }
}
