import JSON
import LinuxSystem

/// Where the lab's programs are.
public struct ProgramFolders: Hashable, Sendable {
    /// The folder of `martlet`, `svcproxy`, `clusterdns`, `martlet-cni` and `martlet-shim`.
    public var bin: String
    /// The `netlab` program itself.
    public var netlab: String

    /// The programs beside `netlab`, unless another folder is given.
    public init(netlab: String, bin: String? = nil) {
        self.netlab = netlab
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
    }

    var json: JSON {
        ["netlab": .string(netlab), "bin": .string(bin)]
    }
}
