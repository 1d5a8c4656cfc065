import AddressManagement
import JSON

/// `martlet-cni ipam check`: what is not as it should be in the files of state.
struct IPAMCheck: CommandVerb {
    static let words = ["ipam", "check"]
    static let summary = "what is wrong with the addresses' files; status 2 when something is"
    static let usage = """
        usage: martlet-cni ipam check [--data-dir DIR] [--network NAME] [-o table|json]
        \(IPAMArguments.usage)
        Status 0 when all is well, 2 when something is not.

        """

    private let arguments: IPAMArguments

    init(_ arguments: [String]) throws(UsageError) {
        self.arguments = try IPAMArguments(arguments)
        try self.arguments.requireNoWords()
    }

    func run() throws -> CommandOutcome {
        let state = try IPAMState(arguments)
        let problems = state.problems
        let status: Int32 = problems.isEmpty ? 0 : 2
        if arguments.wantsJSON {
            let list = JSON.array(
                problems.map { problem in
                    var object = JSONObject()
                    object.add("network", .string(problem.network))
                    object.add("subject", .string(problem.subject))
                    object.add("problem", .string(problem.text))
                    return .object(object)
                })
            return CommandOutcome(IPAMState.text(list), notice: state.notice, status: status)
        }
        let lines = problems.map { "\($0.network): \($0.subject): \($0.text)\n" }.joined()
        let verdict =
            problems.isEmpty ? "all is well" : Self.count(problems.count, "problem", "problems")
        let notice =
            Self.count(state.reports.count, "address", "addresses") + " in "
            + Self.count(state.networks.count, "network", "networks") + ": \(verdict)\n"
        return CommandOutcome(lines, notice: state.notice + notice, status: status)
    }

    private static func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(number) \(number == 1 ? one : many)"
    }
}
