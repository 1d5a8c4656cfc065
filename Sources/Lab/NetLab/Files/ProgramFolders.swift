import JSON
import LinuxSystem

/// Where the lab's programs are.
public struct ProgramFolders: Hashable, Sendable {
    /// The folder of `svcproxy`, `clusterdns` and `martlet-cni`.
    public var bin: String
    /// A folder of CNI plugins by name; nil: the lab makes one from `martlet-cni`.
    public var plugins: String?
    /// The `netlab` program itself.
    public var netlab: String

    /// The programs beside `netlab`, unless another folder is given.
    public init(netlab: String, bin: String? = nil, plugins: String? = nil) {
        self.netlab = netlab
        self.plugins = plugins
        self.bin = bin ?? netlab.lastIndex(of: "/").map { String(netlab[..<$0]) } ?? "."
    }

    /// The path of a program; an error when it is not there.
    func path(of program: String) throws -> String {
        let path = "\(bin)/\(program)"
        guard Files.exists(path) else {
            throw LabError("\(program) is not in \(bin); build it, or name its folder with --bin")
        }
        return path
    }

    init(_ field: Field) throws {
        netlab = try field.required("netlab").text()
        bin = try field.required("bin").text()
        plugins = try field.member("plugins")?.text()
    }

    var json: JSON {
        [
            "netlab": .string(netlab), "bin": .string(bin),
            "plugins": plugins.map(JSON.string) ?? .null,
        ]
    }
}
