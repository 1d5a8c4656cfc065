import AddressManagement
import NetworkAddress

/// `martlet-cni ipam free`: gives addresses back.
struct IPAMFree: CommandVerb {
    static let words = ["ipam", "free"]
    static let summary = "give addresses back"
    static let usage = """
        usage: martlet-cni ipam free ADDRESS… | --container ID | --stale
                  [--force] [--data-dir DIR] [--network NAME]
          ADDRESS          this address
          --container ID   all that a container holds
          --stale          all whose namespace and link are gone, or that are from before the boot
          --force          also when it is in use, or nobody can tell
        \(IPAMArguments.usage)
        Status 1 when something was asked for that is in use, or is not held.

        """

    private let arguments: IPAMArguments
    private let addresses: [IPAddress]

    init(_ arguments: [String]) throws(UsageError) {
        self.arguments = try IPAMArguments(
            arguments, flags: ["--stale", "--force"], options: ["--container"],
            hasForms: false)
        var addresses: [IPAddress] = []
        for word in self.arguments.words {
            guard let address = IPAddress(word) else {
                throw UsageError("expected an IP address, found \"\(word)\"")
            }
            addresses.append(address)
        }
        self.addresses = addresses
        let ways = [
            !addresses.isEmpty, self.arguments.values["--container"] != nil,
            self.arguments.flags.contains("--stale"),
        ]
        guard ways.count(where: { $0 }) == 1 else {
            throw UsageError("one of ADDRESS, --container and --stale says what to free")
        }
    }

    func run() throws -> CommandOutcome {
        let state = try IPAMState(arguments)
        var outcome = CommandOutcome()
        for report in wanted(state, &outcome) {
            guard mayFree(report, state) else {
                outcome.notice +=
                    "\(report.address) of network \(report.network) is in use by "
                    + "\(holder(report)), or may be; --force frees it all the same\n"
                outcome.status = 1
                continue
            }
            do {
                try ReservationRecords(
                    dataDirectory: arguments.dataDirectory, network: report.network
                ).free(report.address)
                outcome.output +=
                    "freed \(report.address) of network \(report.network), held by "
                    + "\(holder(report))\n"
            } catch {
                outcome.notice += "\(error)\n"
                outcome.status = 1
            }
        }
        if outcome.output.isEmpty, outcome.notice.isEmpty { outcome.notice = "nothing to free\n" }
        return outcome
    }

    private func wanted(
        _ state: IPAMState, _ outcome: inout CommandOutcome
    ) -> [AddressReport] {
        if let container = arguments.values["--container"] {
            let held = state.reports.filter { $0.owner?.containerID == container }
            if held.isEmpty {
                outcome.notice += "container \(container) holds no address\n"
                outcome.status = 1
            }
            return held
        }
        guard !addresses.isEmpty else { return state.reports.filter(state.isStale) }
        return addresses.flatMap { address in
            let held = state.reports.filter { $0.address == address }
            if held.isEmpty {
                outcome.notice += "\(address) is not held\n"
                outcome.status = 1
            }
            return held
        }
    }

    /// A file that names nobody is nobody's loss.
    private func mayFree(_ report: AddressReport, _ state: IPAMState) -> Bool {
        arguments.flags.contains("--force") || report.owner == nil || state.isStale(report)
    }

    private func holder(_ report: AddressReport) -> String {
        guard let owner = report.owner else { return "nobody" }
        return owner.containerID + (owner.interfaceName.map { "/" + $0 } ?? "")
    }
}
