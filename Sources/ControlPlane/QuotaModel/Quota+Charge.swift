import APIMachinery
import JSON

extension Quota {
    /// Why an object can't be had, in upstream's words.
    public struct Refusal: Error, Sendable, Hashable {
        /// The words.
        public var message: String

        /// A refusal in these words.
        public init(message: String) { self.message = message }
    }

    /// What is used once an object has changed; nil when that is no more than before.
    /// - Parameter old: what the object used before; nil for a new one.
    public func charged(
        _ new: ObjectUsage, after old: ObjectUsage?
    ) throws(Refusal) -> ResourceList? {
        guard covers(new) else { return nil }
        let before = old.map { covers($0) ? $0.amounts : ResourceList() } ?? ResourceList()
        let more = (new.amounts - before).only { hard[$0] != nil }
            .onlyPositive
        if more.isEmpty { return nil }
        let unknown = more.names.filter { statedHard[$0] == nil || used[$0] == nil }
        if !unknown.isEmpty {
            throw Refusal(
                message: "status unknown for quota: \(name), resources: "
                    + unknown.joined(separator: ","))
        }
        var total = used
        total += more
        let exceeded = more.names.filter { name in
            guard let limit = statedHard[name], let amount = total[name] else { return false }
            return amount > limit
        }
        if !exceeded.isEmpty {
            let isNamed = { (name: String) in exceeded.contains(name) }
            throw Refusal(
                message: "exceeded quota: \(name), requested: \(more.only(isNamed).text), "
                    + "used: \(used.only(isNamed).text), "
                    + "limited: \(statedHard.only(isNamed).text)")
        }
        return total
    }

    /// What containers of a pod must say and don't, since the quota counts it.
    public func checkStated(_ pod: APIObject, _ usage: ObjectUsage) throws(Refusal) {
        guard covers(usage) else { return }
        var missing: [String] = []
        for name in hard.names {
            let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
            let side = parts.count == 2 ? parts[0] : "requests"
            let resource = parts.count == 2 ? parts[1] : name
            guard ["requests", "limits"].contains(side),
                ["cpu", "memory"].contains(resource)
            else { continue }
            let isStated = { (value: JSON) in
                value.field(["resources", side, resource]) != nil
            }
            if isStated(pod["spec"] ?? [:]) { continue }
            let containers =
                (pod["spec", "containers"]?.array ?? [])
                + (pod["spec", "initContainers"]?.array ?? [])
            let silent = containers.filter { !isStated($0) }.compactMap { $0["name"]?.string }
            if !silent.isEmpty {
                missing.append("\(name) for: \(silent.sorted().joined(separator: ","))")
            }
        }
        if !missing.isEmpty {
            throw Refusal(
                message: "failed quota: \(name): must specify "
                    + missing.joined(separator: "; "))
        }
    }
}

extension ResourceList {
    /// The amounts above nothing.
    fileprivate var onlyPositive: ResourceList {
        ResourceList(amounts.filter { !$0.value.isNegative && !$0.value.isZero })
    }
}
