import APIMachinery
import JSON

extension Column {
    /// The name's column.
    public static let name = Column("Name", format: "name")
    /// The age's column.
    public static let age = Column("Age")
}

/// Cells that many kinds' rows have.
public enum Cell {
    /// What stands for nothing.
    public static let none = JSON.string("<none>")

    /// How long ago the object was made.
    public static func age(_ object: APIObject, _ now: Timestamp) -> JSON {
        since(object.creationTimestamp, now)
    }

    /// How long ago an RFC 3339 time was; `<unknown>` when there is none.
    public static func since(_ time: String?, _ now: Timestamp) -> JSON {
        guard let time, let moment = Timestamp(parsing: time) else { return "<unknown>" }
        return .string(HumanDuration.text(seconds: (now.seconds - moment.seconds)))
    }

    /// A text, or `<none>` for an empty one.
    public static func text(_ text: String?) -> JSON {
        guard let text, !text.isEmpty else { return none }
        return .string(text)
    }

    /// A map of labels as `a=b,c=d`; `<none>` when empty.
    public static func labels(_ labels: JSON?) -> JSON {
        let pairs = (labels?.object?.members ?? []).map { "\($0.key)=\($0.value.string ?? "")" }
        return pairs.isEmpty ? none : .string(pairs.sorted().joined(separator: ","))
    }

    /// A `metav1.LabelSelector` as `a=b,c in (d,e)`; `<none>` when it selects everything, or is
    /// absent.
    public static func selector(_ selector: JSON?) -> JSON {
        var terms = (selector?["matchLabels"]?.object?.members ?? []).map {
            ($0.key, "\($0.key)=\($0.value.string ?? "")")
        }
        for expression in selector?["matchExpressions"]?.array ?? [] {
            let key = expression["key"]?.string ?? ""
            let values = (expression["values"]?.array ?? []).compactMap(\.string).sorted()
            let list = values.joined(separator: ",")
            switch expression["operator"]?.string {
            case "In": terms.append((key, "\(key) in (\(list))"))
            case "NotIn": terms.append((key, "\(key) notin (\(list))"))
            case "Exists": terms.append((key, key))
            case "DoesNotExist": terms.append((key, "!\(key)"))
            default: return "<error>"
            }
        }
        if terms.isEmpty { return none }
        return .string(terms.sorted { $0.0 < $1.0 }.map(\.1).joined(separator: ","))
    }
}
