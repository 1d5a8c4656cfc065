import JSON
import LinuxSystem

/// The configurations and results of the folder `cni/examples`.
public enum Example: String, CaseIterable, Sendable {
    case nodeBridge = "node-bridge"
    case dualStack = "dual-stack"
    case ipv6
    case twoRanges = "two-ranges"
    case linkOnly = "link-only"

    private var folder: String { Shipped.folder + "/examples" }

    /// What is on standard input.
    public var configuration: JSON {
        get throws { try JSON(parsing: try Files.read("\(folder)/\(rawValue).conf")) }
    }

    /// What ADD prints.
    public var result: JSON {
        get throws { try JSON(parsing: try Files.read("\(folder)/\(rawValue).result.json")) }
    }

    /// A result with the placeholders of `cni/README.md` for what differs from run to run.
    public static func masked(_ result: JSON) -> JSON {
        var result = result
        let interfaces = (result["interfaces"]?.array ?? []).map { interface in
            var interface = interface
            interface["mac"] = "MAC"
            let name = interface["name"]?.string ?? ""
            if name.hasPrefix("veth") { interface["name"] = "VETH" }
            if name.hasPrefix("bwp") { interface["name"] = "IFB" }
            if interface["sandbox"] != nil { interface["sandbox"] = "SANDBOX" }
            return interface
        }
        if result["interfaces"] != nil { result["interfaces"] = .array(interfaces) }
        return result
    }
}
