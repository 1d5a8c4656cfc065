import AddressManagement
import CNIProtocol
import JSON
import LinuxSystem
import RouteNetlink

/// What the verbs of `ipam` look at: the files of state, and the node's links.
struct IPAMState {
    let inventory: StateInventory
    /// The networks that were asked for.
    let networks: [String]
    /// Every address in them that has a file.
    let reports: [AddressReport]
    /// What the node's links say of themselves: `<network>/<container>/<interface>`. Nil when the
    /// kernel does not tell.
    private let aliases: Set<String>?

    init(_ arguments: IPAMArguments) throws {
        inventory = StateInventory(dataDirectory: arguments.dataDirectory)
        var networks = try inventory.networks()
        if let wanted = arguments.network {
            guard networks.contains(wanted) else {
                throw CNIError(
                    .inputOutput, "there is no network \(wanted) in \(arguments.dataDirectory)")
            }
            networks = [wanted]
        }
        self.networks = networks
        var reports: [AddressReport] = []
        for network in networks { reports += try inventory.addresses(of: network) }
        self.reports = reports
        aliases = (try? RouteSocket().links()).map { Set($0.compactMap(\.alias)) }
    }

    /// Whether a link of ours is there for an address's holder; nil when the kernel does not tell,
    /// or when the file does not name an interface.
    func hasLink(_ report: AddressReport) -> Bool? {
        guard let aliases, let attachment = report.attachment else { return nil }
        let alias = "\(report.network)/\(attachment)"
        // The kernel keeps 255 bytes of it. C: IFALIASZ
        return aliases.contains(String(decoding: alias.utf8.prefix(255), as: UTF8.self))
    }

    /// Whether an address is nobody's any more; what is not known counts as in use.
    func isStale(_ report: AddressReport) -> Bool {
        inventory.isStale(report) { hasLink($0) ?? true }
    }

    /// Said of a folder that is not there: a node that never had a pod has none, and whoever named
    /// a wrong one should hear of it.
    var notice: String {
        let folder = inventory.dataDirectory
        return Files.exists(folder) ? "" : "there is no folder \(folder): nothing is held in it\n"
    }

    /// What is not as it should be.
    var problems: [StateProblem] {
        inventory.problems(in: reports, networks: networks) { hasLink($0) ?? true }
    }

    /// JSON for people and for `jq`.
    static func text(_ json: JSON) -> String {
        String(decoding: json.serialized(pretty: true), as: UTF8.self) + "\n"
    }
}
