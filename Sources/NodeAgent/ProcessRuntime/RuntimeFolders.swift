import ContainerShim
import LinuxSystem

/// Where the runtime keeps what it knows.
struct RuntimeFolders: Sendable {
    var root: String
    /// Network namespaces, a file each.
    var namespaces: String

    var sandboxes: String { "\(root)/sandboxes" }
    var containers: String { "\(root)/containers" }
    /// The ends of containers, a file each, written by their shims.
    var exits: String { "\(root)/exits" }

    func sandbox(_ id: String) -> String { "\(sandboxes)/\(id)" }
    func sandboxFile(_ id: String) -> String { "\(sandboxes)/\(id)/sandbox.json" }
    func namespace(_ id: String) -> String { "\(namespaces)/\(id)" }
    func container(_ id: String) -> ContainerFolder { ContainerFolder("\(containers)/\(id)") }
    func containerFile(_ id: String) -> String { "\(containers)/\(id)/container.json" }
    func exit(_ id: String) -> String { "\(exits)/\(id)" }

    /// Whether a sandbox's namespace is mounted where it should be.
    func hasNamespace(_ id: String) -> Bool {
        (try? NetworkNamespace(path: namespace(id))) != nil
    }

    func prepare() throws {
        for folder in [sandboxes, containers, exits, namespaces] {
            try Files.createDirectories(folder)
        }
    }

    /// A name that is not taken.
    static func newID() -> String {
        (0..<4).map { _ in
            let digits = String(UInt64.random(in: 0 ... .max), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
