import AddressManagement
import JSON
import LinuxSystem

/// `martlet-cni ipam list`: who has which address.
struct IPAMList: CommandVerb {
    static let words = ["ipam", "list"]
    static let summary = "who has which address"
    static let usage = """
        usage: martlet-cni ipam list [--data-dir DIR] [--network NAME] [-o table|json]
        \(IPAMArguments.usage)
        """

    private let arguments: IPAMArguments

    init(_ arguments: [String]) throws(UsageError) {
        self.arguments = try IPAMArguments(arguments)
        try self.arguments.requireNoWords()
    }

    func run() throws -> CommandOutcome {
        let state = try IPAMState(arguments)
        if arguments.wantsJSON {
            let list = JSON.array(state.reports.map { .object(object($0, state)) })
            return CommandOutcome(IPAMState.text(list), notice: state.notice)
        }
        var table = TextTable([
            "ADDRESS", "NETWORK", "CONTAINER", "INTERFACE", "SINCE", "NAMESPACE", "LINK",
        ])
        for report in state.reports {
            table.add([
                "\(report.address)", report.network, report.owner?.containerID ?? "",
                report.owner?.interfaceName ?? "", Self.since(report) ?? "",
                Self.word(report.isNamespaceGone.map { !$0 }),
                Self.word(state.hasLink(report)),
            ])
        }
        return CommandOutcome(table.text, notice: state.notice)
    }

    private func object(_ report: AddressReport, _ state: IPAMState) -> JSONObject {
        var object = JSONObject()
        object.add("address", .string("\(report.address)"))
        object.add("network", .string(report.network))
        object.add("container", ifPresent: (report.owner?.containerID).map(JSON.string))
        object.add("interface", ifPresent: (report.owner?.interfaceName).map(JSON.string))
        object.add("since", ifPresent: Self.since(report).map(JSON.string))
        object.add("namespace", ifPresent: report.namespacePath.map(JSON.string))
        object.add("namespaceExists", ifPresent: report.isNamespaceGone.map { .bool(!$0) })
        object.add("linkExists", ifPresent: state.hasLink(report).map(JSON.bool))
        return object
    }

    /// `yes`, `no`, or nothing when it is not known.
    private static func word(_ fact: Bool?) -> String { fact.map { $0 ? "yes" : "no" } ?? "" }

    /// `2026-11-22T09:05:00Z`.
    private static func since(_ report: AddressReport) -> String? {
        report.sinceMicroseconds.map { microseconds in
            let time = CalendarTime(microseconds: microseconds)
            func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
            return "\(time.year)-\(padded(time.month))-\(padded(time.day))"
                + "T\(padded(time.hour)):\(padded(time.minute)):\(padded(time.second))Z"
        }
    }
}
