import APIMachinery
import JSON

/// The taints of nodes that a pod bears.
enum TolerationValidation {
    static func validate(_ tolerations: [JSON], _ path: FieldPath) -> [InvalidField] {
        tolerations.enumerated().flatMap { validate($0.element, path[$0.offset]) }
    }

    private static func validate(_ toleration: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let key = toleration.text("key")
        let relation = toleration.text("operator")
        let effect = toleration.text("effect")
        let value = toleration.text("value")
        if !key.isEmpty {
            mistakes += LabelChecks.key(key, path["key"])
        } else if relation != "Exists" {
            let why =
                "operator must be Exists when `key` is empty, "
                + "which means \"match all values and all keys\""
            mistakes.append(.invalid(path["operator"], .string(relation), why))
        }
        if toleration.has("tolerationSeconds") && effect != "NoExecute" {
            let why = "effect must be 'NoExecute' when `tolerationSeconds` is set"
            mistakes.append(.invalid(path["effect"], .string(effect), why))
        }
        switch relation {
        case "Equal", "":
            let faults = NameRules.isValidLabelValue(value)
            if !faults.isEmpty {
                let why = faults.joined(separator: ";")
                mistakes.append(.invalid(path["operator"], .string(value), why))
            }
        case "Exists":
            if !value.isEmpty {
                let why = "value must be empty when `operator` is 'Exists'"
                mistakes.append(.invalid(path["operator"], .string(value), why))
            }
        default:
            let choices = ["Equal", "Exists"]
            mistakes.append(
                .notSupported(path["operator"], .string(relation), supported: choices))
        }
        return mistakes
            + NameChecks.optionalChoice(
                effect, ["NoSchedule", "PreferNoSchedule", "NoExecute"], path["effect"])
    }

    /// Of a pod that exists, tolerations can be added; of those there are, the seconds change.
    static func onlyAdded(_ new: [JSON], _ old: [JSON], _ path: FieldPath) -> [InvalidField] {
        func timeless(_ toleration: JSON) -> JSON {
            var result = toleration
            result["tolerationSeconds"] = nil
            return result
        }
        let kept = new.map(timeless)
        if !old.allSatisfy({ kept.contains(timeless($0)) }) {
            let why = "existing toleration can not be modified except its tolerationSeconds"
            return [.forbidden(path, why)]
        }
        return validate(new, path)
    }
}
