import JSON
import LinuxSystem
import YAML

/// A kubeconfig: clusters, users, and the contexts that pair them.
///
/// Several files merge as kubectl merges them: of entries with the same name the first counts, and
/// the first `current-context`.
public struct Kubeconfig: Sendable {
    struct Entry: Sendable {
        var value: JSONValue
        var file: String

        /// `FILE: users[2] "admin"`.
        var place: String
    }

    var clusters: [String: Entry] = [:]
    var users: [String: Entry] = [:]
    var contexts: [String: Entry] = [:]
    /// The context that counts when none is named.
    public private(set) var currentContext: String?
    let files: [String]

    /// Reads the files of a list with colons between, as `$KUBECONFIG` is. Of several files, those
    /// that are missing don't count.
    /// - Throws: `ClientError.configuration` with file and field.
    public init(paths: String) throws(ClientError) {
        let files = paths.split(separator: ":").map(String.init)
        self.files = files
        guard !files.isEmpty else { throw .configuration("kubeconfig: expected a path") }
        var found = 0
        for file in files {
            if files.count > 1, !Files.exists(file) { continue }
            found += 1
            try merge(file)
        }
        if found == 0 { throw .configuration("kubeconfig \(paths): none of these files exists") }
    }

    private mutating func merge(_ file: String) throws(ClientError) {
        let root = try Kubeconfig.read(file)
        if let kind = root["kind"]?.string, kind != "Config" {
            throw .configuration("\(file): kind: expected \"Config\", found \"\(kind)\"")
        }
        try Kubeconfig.add(&clusters, root, "clusters", "cluster", file)
        try Kubeconfig.add(&users, root, "users", "user", file)
        try Kubeconfig.add(&contexts, root, "contexts", "context", file)
        if currentContext == nil, let name = root["current-context"]?.string, !name.isEmpty {
            currentContext = name
        }
    }

    private static func read(_ file: String) throws(ClientError) -> JSONValue {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try Files.read(file)
        } catch {
            throw .configuration("kubeconfig: \(error)")
        }
        let documents: [JSONDocument]
        do throws(YAMLError) {
            documents = try YAML.documents(bytes)
        } catch {
            throw .configuration("\(file): \(error)")
        }
        guard documents.count == 1, let root = documents.first?.root, root.kind == .object else {
            throw .configuration("\(file): expected one document with clusters, users, contexts")
        }
        return root
    }

    private static func add(
        _ entries: inout [String: Entry], _ root: JSONValue, _ list: String, _ member: String,
        _ file: String
    ) throws(ClientError) {
        guard let values = root[list], !values.isNull else { return }
        guard values.kind == .array else {
            throw .configuration("\(file): \(list): expected a list")
        }
        var index = 0
        for value in values.elements {
            let place = "\(list)[\(index)]"
            guard let name = value["name"]?.string, !name.isEmpty else {
                throw .configuration("\(file): \(place).name: expected a name")
            }
            guard let inner = value[member], inner.kind == .object || inner.isNull else {
                throw .configuration("\(file): \(place).\(member): expected an object")
            }
            let entry = Entry(value: inner, file: file, place: "\(file): \(place) \"\(name)\"")
            if entries[name] == nil { entries[name] = entry }
            index += 1
        }
    }
}
