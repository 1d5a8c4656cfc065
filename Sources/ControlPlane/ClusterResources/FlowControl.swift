import APIMachinery
import JSON
import ResourceModel

/// Priority levels of requests: stored; the server's own cap on requests in flight doesn't read
/// them.
enum FlowControlKind {
    private static let group = "flowcontrol.apiserver.k8s.io"

    static let all = [flowSchema, priorityLevel]

    private static let flowSchema: ResourceDefinition = {
        var kind = stored(kind: "FlowSchema")
        kind.columns = [
            .name, Column("PriorityLevel"), Column("MatchingPrecedence"),
            Column("DistinguisherMethod"), .age, Column("MissingPL"),
        ]
        kind.cells = { object, now in
            let spec = object.spec
            let dangling = object.status.list("conditions").first {
                $0.text("type") == "Dangling"
            }
            return [
                .string(object.name),
                Cell.text(spec["priorityLevelConfiguration"]?.text("name")),
                .int(spec["matchingPrecedence"]?.int ?? 0),
                Cell.text(spec["distinguisherMethod"]?.text("type")), Cell.age(object, now),
                .string(dangling?.text("status") ?? "?"),
            ]
        }
        kind.rules.setDefaults = { object in
            object.json.update("spec") { spec in
                if spec["matchingPrecedence"]?.int ?? 0 == 0 { spec["matchingPrecedence"] = 1000 }
            }
        }
        return kind
    }()

    private static let priorityLevel: ResourceDefinition = {
        var kind = stored(kind: "PriorityLevelConfiguration")
        kind.columns = [
            .name, Column("Type"), Column("NominalConcurrencyShares"), Column("Queues"),
            Column("HandSize"), Column("QueueLengthLimit"), .age,
        ]
        kind.cells = { object, now in
            let limited = object.spec["limited"]
            let queuing = limited?["limitResponse"]?["queuing"]
            return [
                .string(object.name), .string(object.spec.text("type")),
                limited?["nominalConcurrencyShares"] ?? Cell.none, queuing?["queues"] ?? Cell.none,
                queuing?["handSize"] ?? Cell.none, queuing?["queueLengthLimit"] ?? Cell.none,
                Cell.age(object, now),
            ]
        }
        kind.rules.setDefaults = { object in
            object.json.update("spec") { spec in
                spec.update("limited") { limited in
                    limited.setDefault("nominalConcurrencyShares", 30)
                    limited.setDefault("lendablePercent", 0)
                }
            }
        }
        return kind
    }()

    private static func stored(kind name: String) -> ResourceDefinition {
        var kind = ResourceDefinition(
            group: group, kind: name, plural: name.lowercased() + "s",
            schema: "flowcontrol.v1." + name)
        kind.isNamespaced = false
        kind.subresources = [.status(of: name)]
        kind.rules.hasGeneration = true
        kind.rules.dropStatus()
        return kind
    }
}
