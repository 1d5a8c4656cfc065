import ControllerRuntime
import JSON

/// The taints that a pod stands, and for how long.
package struct Tolerations: ObjectView, Hashable {
    /// A toleration.
    package struct Toleration: Hashable, Sendable {
        /// Empty, with `Exists`, for all.
        var key: String
        /// `Equal` or `Exists`.
        var `operator`: String
        var value: String
        /// Empty for all.
        var effect: String
        /// Nil for ever.
        var seconds: Int?

        /// Whether it stands a taint.
        func tolerates(_ taint: Taint) -> Bool {
            guard effect.isEmpty || effect == taint.effect else { return false }
            guard key.isEmpty || key == taint.key else { return false }
            return switch `operator` {
            case "", "Equal": !key.isEmpty && value == taint.value
            case "Exists": true
            case "Gt": Self.compare(taint.value, value) { $0 > $1 }
            case "Lt": Self.compare(taint.value, value) { $0 < $1 }
            default: false
            }
        }

        private static func compare(
            _ left: String, _ right: String, _ holds: (Int64, Int64) -> Bool
        ) -> Bool {
            guard let left = Int64(left), let right = Int64(right) else { return false }
            return holds(left, right)
        }
    }

    package var all: [Toleration]

    package init(_ all: [Toleration]) { self.all = all }

    package init(_ object: JSONValue) {
        all =
            object["spec"]?["tolerations"]?.elements.map { value in
                Toleration(
                    key: value["key"]?.string ?? "", operator: value["operator"]?.string ?? "",
                    value: value["value"]?.string ?? "", effect: value["effect"]?.string ?? "",
                    seconds: value["tolerationSeconds"]?.int)
            } ?? []
    }

    /// How long a pod may stay.
    package enum Stay: Hashable, Sendable {
        case forever
        case seconds(Int)
    }

    /// How long the pod may stay on a node with these taints.
    package func stay(on taints: [Taint]) -> Stay {
        let evicting = taints.filter { $0.effect == "NoExecute" }
        var seconds: [Int] = []
        for taint in evicting {
            let matching = all.filter { $0.tolerates(taint) }
            if matching.isEmpty { return .seconds(0) }
            seconds += matching.compactMap(\.seconds)
        }
        return seconds.min().map { .seconds(max(0, $0)) } ?? .forever
    }
}
