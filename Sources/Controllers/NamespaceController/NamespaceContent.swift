import APIMachinery
import JSON

/// What is left in a namespace after everything in it was deleted once.
struct NamespaceContent: Sendable, Hashable {
    var discoveryFailure = ""
    var deletionFailures: [String] = []
    /// Objects that are still there, by resource as upstream writes it: `pods.`.
    var remaining: [String: Int] = [:]
    /// Objects that wait for a finalizer, by its name.
    var finalizers: [String: Int] = [:]

    /// Whether the namespace can go.
    var isEmpty: Bool {
        discoveryFailure.isEmpty && deletionFailures.isEmpty && remaining.isEmpty
    }

    /// Notes objects that are still there.
    mutating func add(_ objects: [APIObject], of resource: GroupResource) {
        if objects.isEmpty { return }
        remaining[resource.resource + "." + resource.group, default: 0] += objects.count
        for object in objects {
            for finalizer in object.finalizers { finalizers[finalizer, default: 0] += 1 }
        }
    }

    /// The conditions that tell it, with those of others kept.
    func conditions(after old: [JSON], now: Timestamp) -> [JSON] {
        var conditions = old
        for finding in findings {
            let index = conditions.firstIndex { $0["type"]?.string == finding.type }
            var condition: JSON = ["type": .string(finding.type)]
            condition["status"] = finding.isTrue ? "True" : "False"
            condition["lastTransitionTime"] = .string(now.description)
            condition["reason"] = .string(finding.reason)
            condition["message"] = .string(finding.message)
            guard let index else {
                conditions.append(condition)
                continue
            }
            if conditions[index]["status"] == condition["status"] {
                condition["lastTransitionTime"] = conditions[index]["lastTransitionTime"]
            }
            conditions[index] = condition
        }
        return conditions
    }

    private struct Finding {
        var type: String
        var isTrue = false
        var reason: String
        var message: String
    }

    private var findings: [Finding] {
        [
            discovery,
            Finding(
                type: "NamespaceDeletionGroupVersionParsingFailure",
                reason: "ParsedGroupVersions",
                message: "All legacy kube types successfully parsed"),
            deletion, rest, waiting,
        ]
    }

    private var discovery: Finding {
        let type = "NamespaceDeletionDiscoveryFailure"
        if discoveryFailure.isEmpty {
            return Finding(
                type: type, reason: "ResourcesDiscovered",
                message: "All resources successfully discovered")
        }
        return Finding(
            type: type, isTrue: true, reason: "DiscoveryFailed", message: discoveryFailure)
    }

    private var deletion: Finding {
        let type = "NamespaceDeletionContentFailure"
        if deletionFailures.isEmpty {
            return Finding(
                type: type, reason: "ContentDeleted",
                message: "All content successfully deleted, may be waiting on finalization")
        }
        let all = deletionFailures.sorted().joined(separator: ", ")
        return Finding(
            type: type, isTrue: true, reason: "ContentDeletionFailed",
            message: "Failed to delete all resource types, \(deletionFailures.count) remaining: "
                + all)
    }

    private var rest: Finding {
        let type = "NamespaceContentRemaining"
        if remaining.isEmpty {
            return Finding(
                type: type, reason: "ContentRemoved",
                message: "All content successfully removed")
        }
        let all = remaining.sorted { $0.key < $1.key }
            .map { "\($0.key) has \($0.value) resource instances" }.joined(separator: ", ")
        return Finding(
            type: type, isTrue: true, reason: "SomeResourcesRemain",
            message: "Some resources are remaining: " + all)
    }

    private var waiting: Finding {
        let type = "NamespaceFinalizersRemaining"
        if finalizers.isEmpty {
            return Finding(
                type: type, reason: "ContentHasNoFinalizers",
                message: "All content-preserving finalizers finished")
        }
        let all = finalizers.sorted { $0.key < $1.key }
            .map { "\($0.key) in \($0.value) resource instances" }.joined(separator: ", ")
        return Finding(
            type: type, isTrue: true, reason: "SomeFinalizersRemain",
            message: "Some content in the namespace has finalizers remaining: " + all)
    }
}
