import APIMachinery
import ControllerRuntime
import JSON

/// A number of pods, or a share of them.
enum Amount: Sendable, Hashable {
    case count(Int)
    case percent(Int)

    /// Reads `3` or `"50%"`.
    init?(_ value: JSONValue?) {
        if let count = value?.int {
            self = .count(count)
        } else if let text = value?.string, text.hasSuffix("%"), let share = Int(text.dropLast()) {
            self = .percent(share)
        } else {
            return nil
        }
    }

    /// The amount of so many, rounded up.
    func of(_ whole: Int) -> Int {
        switch self {
        case .count(let count): count
        case .percent(let share): (whole * share + 99) / 100
        }
    }
}

/// What the disruption controller reads of a PodDisruptionBudget.
struct BudgetView: ObjectView {
    var minAvailable: Amount?
    var maxUnavailable: Amount?
    /// Nil selects nothing.
    var selector: LabelSelector?
    /// Pods that an eviction has taken into account, and when.
    var disrupted: [String: Timestamp]
    var status: JSON

    init(_ object: JSONValue) {
        let spec = object["spec"]
        minAvailable = Amount(spec?["minAvailable"])
        maxUnavailable = Amount(spec?["maxUnavailable"])
        selector =
            spec?["selector"].flatMap { value in
                (try? LabelSelector(object: JSON(value))) ?? nil
            }
        disrupted = [:]
        for (name, time) in object["status"]?["disruptedPods"]?.members.map({ $0 }) ?? [] {
            disrupted[name] = time.string.flatMap(Timestamp.init(parsing:))
        }
        status = object["status"].map(JSON.init) ?? [:]
    }
}
