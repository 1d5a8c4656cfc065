/// What a runtime asks of a plugin, in `CNI_COMMAND`.
public enum CNICommand: String, CaseIterable, Sendable {
    case add = "ADD"
    case delete = "DEL"
    case check = "CHECK"
    case garbageCollect = "GC"
    case status = "STATUS"
    case version = "VERSION"

    /// The first version of the specification that has this command.
    public var since: SpecificationVersion {
        switch self {
        case .add, .delete, .version: .v0_1_0
        case .check: .v0_4_0
        case .garbageCollect, .status: .v1_1_0
        }
    }

    /// The environment variables without which the command means nothing.
    public var requiredVariables: [String] {
        switch self {
        case .add, .check: ["CNI_CONTAINERID", "CNI_NETNS", "CNI_IFNAME"]
        // A namespace may be gone by then; runtimes say so with an empty CNI_NETNS.
        case .delete: ["CNI_CONTAINERID", "CNI_IFNAME"]
        case .garbageCollect, .status, .version: []
        }
    }
}
