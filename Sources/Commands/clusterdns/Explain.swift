import ArgumentParser
import ClusterZone
import DNSMessage
import KubernetesAPI
import KubernetesClient
import KubernetesFiles

/// `clusterdns explain NAME TYPE`: which object answers, or why none does.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say which object answers a question, or why none does.",
        discussion: "Exit status: 0 the name exists, 2 it does not, 1 an error, 64 wrong use.")

    @Argument(help: "The name; without a final dot, it may also be below svc.<zone>.")
    var name: String

    @Argument(help: "The type: A, AAAA, SRV, PTR, CNAME, TXT …")
    var type = "A"

    @OptionGroup var zone: ZoneOptions

    func run() throws {
        guard let type = RecordType(type) else {
            throw ValidationError("\"\(type)\": expected a type of records such as A or SRV")
        }
        guard let name = DNSName(name) else {
            throw ValidationError("\"\(name)\": expected a domain name")
        }
        var state = ClusterState(try zone.configuration())
        let origin = try zone.origin()
        let kinds = ClusterState.kinds(state.configuration)
        let objects = try Awaited.run { try await origin.load(kinds) }
        state.apply(objects.map(ObjectEvent.applied))
        let explanation = best(name, type, state)
        print("\(explanation.question): \(explanation.outcome)")
        for record in explanation.records { print("  \(record)") }
        print("  from: \(explanation.object ?? "-")")
        print("  why:  \(explanation.reason)")
        let isMissing = explanation.outcome == "NXDOMAIN" || explanation.outcome == "outside"
        if isMissing { throw ExitCode(2) }
    }

    // As a pod would ask for `web.prod`: the name as it is, then below svc and below the zone. Of
    // the names that are missing, the one whose namespace there is says most.
    private func best(_ name: DNSName, _ type: RecordType, _ state: ClusterState) -> Explanation {
        let first = state.explain(Question(name, type))
        guard first.outcome == "outside", !self.name.hasSuffix(".") else { return first }
        let zone = state.configuration.zone
        let svc = DNSName("svc").flatMap { $0.appending(zone) }
        let longer = [svc, zone].compactMap { suffix in suffix.flatMap { name.appending($0) } }
            .map { state.explain(Question($0, type)) }
        return longer.first { $0.outcome != "NXDOMAIN" }
            ?? longer.first { $0.object != nil || $0.reason.hasPrefix("there is no Service") }
            ?? first
    }
}
