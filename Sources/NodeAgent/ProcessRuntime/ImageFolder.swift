import ContainerRuntime
import JSON
import LinuxSystem
import YAML

/// The images of the process runtime: a folder with a small file an image, named as pods name it
/// (`/` is written `%2F`; a tag or digest may be left out), in YAML or JSON:
///
///     root: /srv/rootfs      # what the container's files are; "/": the machine's own
///     command: [serve]       # what runs when the pod says nothing
///     arguments: [--all]
///     environment: {MODE: lab}
///
/// `host` is always there: the machine's files, and no command.
package struct ImageFolder: Sendable {
    /// Nil: there is only `host`.
    package var path: String?

    package init(path: String?) { self.path = path }

    /// An image.
    package struct Image: Sendable, Hashable {
        package var name: String
        package var root = "/"
        package var command: [String] = []
        package var arguments: [String] = []
        /// `NAME=value` each.
        package var environment: [String] = []

        package init(name: String) { self.name = name }

        var id: String { "process:\(name)" }
        var state: ImageState { ImageState(id: id, names: [name], size: 0, user: 0) }
    }

    /// Nil when there is none of this name.
    package func find(_ name: String) throws(RuntimeError) -> Image? {
        for candidate in Self.names(name) {
            if let path, let image = try read("\(path)/\(Self.escape(candidate))", name) {
                return image
            }
            if candidate == "host" { return Image(name: name) }
        }
        return nil
    }

    package func require(_ name: String) throws(RuntimeError) -> Image {
        if let image = try find(name) { return image }
        let place =
            path.map { "there is no file \($0)/\(Self.escape(name))" }
            ?? "only \"host\" is, since no folder of images was given"
        throw RuntimeError(.image, "image \"\(name)\" is not here: \(place)")
    }

    package func all() throws(RuntimeError) -> [Image] {
        var images = [Image(name: "host")]
        for file in path.flatMap({ try? Files.list($0) }) ?? [] where !file.hasPrefix(".") {
            let name = Self.unescape(file)
            if let path, let image = try? read("\(path)/\(file)", name) { images.append(image) }
        }
        return images
    }

    /// A name as it is, without its digest, and without its tag.
    package static func names(_ name: String) -> [String] {
        var names = [name]
        if let at = name.firstIndex(of: "@") { names.append(String(name[..<at])) }
        let last = names[names.count - 1]
        let slash = last.lastIndex(of: "/") ?? last.startIndex
        if let colon = last[slash...].lastIndex(of: ":") { names.append(String(last[..<colon])) }
        return names
    }

    package static func escape(_ name: String) -> String {
        name.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "%2F")
    }

    package static func unescape(_ file: String) -> String {
        var name = ""
        var rest = Substring(file)
        while let character = rest.first {
            let isSlash = rest.hasPrefix("%2F")
            name.append(isSlash ? "/" : character)
            rest = rest.dropFirst(isSlash ? 3 : 1)
        }
        return name
    }

    private func read(_ file: String, _ name: String) throws(RuntimeError) -> Image? {
        guard Files.exists(file) else { return nil }
        do {
            guard let root = try YAML.documents(Files.read(file)).first?.root else {
                throw RuntimeError(.image, "it is empty")
            }
            let json = JSON(root)
            var image = Image(name: name)
            image.root = json["root"]?.string ?? "/"
            image.command = json["command"]?.texts ?? []
            image.arguments = json["arguments"]?.texts ?? []
            image.environment = (json["environment"]?.dictionary ?? [:])
                .sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            return image
        } catch {
            throw RuntimeError(.image, "image \"\(name)\": \(file): \(error)")
        }
    }
}
