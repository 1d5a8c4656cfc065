import CNIProtocol
import Nftables

extension PodRuleTable {
    /// What is not in the kernel as the rules say; empty when everything is.
    public func discrepancies(of rules: AttachmentRules) throws(CNIError) -> [String] {
        guard !rules.isEmpty else { return [] }
        let plan = RulePlan(rules)
        return try applying("check the rules of \(rules.owner)") {
            var problems: [String] = []
            for placed in plan.elements + plan.shared {
                if let problem = try discrepancy(placed, plan) { problems.append(problem) }
            }
            if try record(of: rules.owner.key)?.owner != rules.owner {
                problems.append("\(rules.owner) is not in the set owners")
            }
            problems += try layoutDiscrepancies(plan)
            if !rules.forwards.isEmpty {
                problems += try IptablesAcceptance(rules).discrepancies(by: socket)
            }
            return problems
        }
    }

    private func discrepancy(
        _ placed: RulePlan.Placed, _ plan: RulePlan
    ) throws(NftablesError) -> String? {
        let set = placed.set.name
        guard let found = try socket.element(placed.element.key, of: placed.set) else {
            let what = placed.contested.map { "host port \($0)" } ?? "the element of \(plan.owner)"
            return "\(what) is not in \(set)"
        }
        guard found.data == placed.element.data else {
            let what = placed.contested.map { "host port \($0)" } ?? "an element"
            return "\(what) leads elsewhere in \(set)"
        }
        return nil
    }

    /// Rules are known by their comments, which are all different.
    private func layoutDiscrepancies(_ plan: RulePlan) throws(NftablesError) -> [String] {
        var problems: [String] = []
        for table in [RuleTables.routed, RuleTables.bridged] {
            let wanted = plan.parts.filter { $0.guardian.table == table }
            guard !wanted.isEmpty else { continue }
            let rules: [Rule]
            let chains: [Chain]
            do throws(NftablesError) {
                rules = try socket.rules(in: table)
                chains = try socket.chains(in: table)
            } catch {
                guard error.isNotFound else { throw error }
                problems.append("there is no table \(table)")
                continue
            }
            for chain in wanted.flatMap(\.chains)
            where !chains.contains(where: { $0.name == chain.name && $0.hook == chain.hook }) {
                problems.append("\(table) has no chain \(chain.name)")
            }
            for rule in wanted.flatMap(\.rules)
            where !rules.contains(where: {
                $0.chain == rule.chain && $0.comment == rule.comment
            }) {
                problems.append("\(rule.chain) has no rule \"\(rule.comment ?? "")\"")
            }
        }
        return problems
    }
}
