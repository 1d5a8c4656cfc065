import CNIProtocol
import LinuxSystem
import Netlink
import RouteNetlink

/// Parts of the kernel that shaping needs, by the names of their options.
public enum KernelOption: String, CaseIterable, Sendable {
    case queue = "CONFIG_IFB"
    case tokenBucket = "CONFIG_NET_SCH_TBF"
    case ingress = "CONFIG_NET_SCH_INGRESS"
    case wordFilter = "CONFIG_NET_CLS_U32"
    case redirection = "CONFIG_NET_ACT_MIRRED"

    /// The part that a refusal says is missing; nil for any other refusal.
    init?(missingBy refusal: NetlinkError) {
        guard refusal.errno == .enoent || refusal.errno == .eopnotsupp else { return nil }
        switch refusal.operation {
        case "create link": self = .queue
        case "add qdisc":
            self = refusal.subject.hasPrefix("tbf") ? .tokenBucket : .ingress
        case "add filter":
            let words = refusal.kernelMessage ?? ""
            self = words.contains("action") ? .redirection : .wordFilter
        default: return nil
        }
    }

    /// A refusal as a plugin's error, which names what the kernel lacks.
    static func error(for refusal: NetlinkError) -> CNIError {
        if let option = KernelOption(missingBy: refusal) {
            return CNIError(
                .kernel, "the kernel lacks \(option.rawValue)", details: refusal.description)
        }
        let code: CNIError.Code = refusal.errno == .eexist ? .alreadyExists : .kernel
        return CNIError(code, refusal.description)
    }

    /// The parts that the running kernel lacks, tried in a namespace made for it.
    public static func missing() throws -> [KernelOption] {
        let socket = try RouteSocket(in: try NetworkNamespace.create())
        guard let loopback = try socket.link(.loopback) else { return [] }
        var plan = ShapingPlan(
            Bandwidth(
                ingress: Bandwidth.Limit(rate: 8_000_000, burst: 80_000),
                egress: Bandwidth.Limit(rate: 8_000_000, burst: 80_000)),
            link: loopback,
            name: QueueName(
                network: "probe", attachment: Attachment(containerID: "probe", interfaceName: "")),
            queueName: "probe", queueIndex: LinkIndex(rawValue: 1000), queueMAC: .zero)
        plan.queue?.mac = nil
        return try socket.apply(plan.requests).compactMap(KernelOption.init(missingBy:))
    }
}
