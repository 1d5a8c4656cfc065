import APIMachinery
import HTTPServer
import JSON
import ResourceModel
import WatchCache

extension APIServer {
    /// POST to a pod's `/eviction`: deletes it if its disruption budget allows.
    func evict(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        let acceptance = try Acceptance(context.http, query: context.query)
        let query = try WriteOptions(context.query, kind: "CreateOptions")
        let document = try bodies.document(context.http)
        try bodies.checkKind(
            document.root, kind: "Eviction",
            groupVersion: GroupVersion(group: "policy", version: "v1"))
        let eviction = APIObject(JSON(document.root))
        if !eviction.name.isEmpty, eviction.name != target.name {
            throw .badRequest("name in URL does not match name in Eviction object")
        }
        var options = try DeleteOptions(evicting: eviction, bodies)
        options.isDryRun = options.isDryRun || query.isDryRun
        let pod = try required(target).object
        if PodEviction.needsBudget(pod) {
            try await spendBudget(for: pod, options, context)
        }
        try await markEvicted(target, &options, pod, context)
        _ = try await delete(target, options, context)
        return respond(Self.created, context, acceptance, status: 201)
    }

    /// Says in the pod's status that it is evicted, for those who count its end as no failure.
    private func markEvicted(
        _ target: ResourceTarget, _ options: inout DeleteOptions, _ found: APIObject,
        _ context: RequestContext
    ) async throws(APIStatus) {
        // What isn't meant is refused by the deletion, in its words.
        let isMeant =
            (options.uid ?? found.uid) == found.uid
            && (options.resourceVersion ?? found.resourceVersion) == found.resourceVersion
        if !isMeant { return }
        let now = Self.now
        let change = ObjectChange(makesObjects: false) { pod, _ throws(APIStatus) in
            PodEviction.marked(pod, now: now)
        }
        var write = WriteOptions()
        write.isDryRun = options.isDryRun
        let rules = UpdateRules(
            prepare: { _, _, _ in }, validate: { _, _, _ in [] }, countsGeneration: false,
            allocates: false, subresource: "status")
        let result = try await update(target, rules, change, write, context.own)
        if options.resourceVersion != nil, !options.isDryRun {
            options.resourceVersion = result.object.resourceVersion
        }
    }

    /// Counts the eviction against the pod's budget, when it has one.
    private func spendBudget(
        for pod: APIObject, _ options: DeleteOptions, _ context: RequestContext
    ) async throws(APIStatus) {
        let resource = GroupResource(group: "policy", resource: "poddisruptionbudgets")
        let budgets = cache.list(resource, namespace: pod.namespace).objects
            .map { StoredObject($0) }
            .filter { PodEviction.covers($0.object, pod) }
        if budgets.isEmpty { return }
        if budgets.count > 1 {
            throw APIStatus(
                code: 500, reason: "InternalError",
                message: "Internal error occurred: This pod has more than one "
                    + "PodDisruptionBudget, which the eviction subresource does not support.")
        }
        guard let definition = registry[stored: resource], let first = budgets.first else {
            return
        }
        if PodEviction.mayGoUnhealthy(pod, first.object) { return }
        let target = ResourceTarget(
            definition: definition, storage: definition, namespace: pod.namespace,
            name: first.object.name)
        let now = Self.now
        let change = ObjectChange(makesObjects: false) { budget, _ throws(APIStatus) in
            try PodEviction.spent(budget, on: pod, now: now)
        }
        var write = WriteOptions()
        write.isDryRun = options.isDryRun
        let rules = UpdateRules(
            prepare: { _, _, _ in }, validate: { _, _, _ in [] }, countsGeneration: false,
            allocates: false, subresource: "status")
        _ = try await update(target, rules, change, write, context.own)
    }
}

extension DeleteOptions {
    /// The options inside an Eviction.
    init(evicting eviction: APIObject, _ bodies: BodyReading) throws(APIStatus) {
        guard let options = eviction["deleteOptions"] else {
            self.init()
            return
        }
        let document = try bodies.json(options.serialized())
        try self.init(body: document.root, bodies)
    }
}

/// What an eviction may do to a pod, by its disruption budget.
enum PodEviction {
    /// A pod that doesn't run harms no budget.
    static func needsBudget(_ pod: APIObject) -> Bool {
        let phase = pod["status", "phase"]?.string ?? ""
        return pod.deletionTimestamp == nil && !["Succeeded", "Failed", "Pending"].contains(phase)
    }

    /// Whether a pod that isn't ready goes without being counted: where the budget says so, or has
    /// as many healthy ones as it wants.
    static func mayGoUnhealthy(_ pod: APIObject, _ budget: APIObject) -> Bool {
        let isReady = (pod["status", "conditions"]?.array ?? []).contains {
            $0["type"]?.string == "Ready" && $0["status"]?.string == "True"
        }
        if isReady { return false }
        if budget["spec", "unhealthyPodEvictionPolicy"]?.string == "AlwaysAllow" { return true }
        let desired = budget["status", "desiredHealthy"]?.int ?? 0
        return desired > 0 && budget["status", "currentHealthy"]?.int ?? 0 >= desired
    }

    static func covers(_ budget: APIObject, _ pod: APIObject) -> Bool {
        guard let object = budget["spec", "selector"],
            let selector = try? LabelSelector(object: object)
        else { return false }
        return selector.matches(pod.labels)
    }

    /// The budget after one more disruption.
    static func spent(
        _ budget: APIObject, on pod: APIObject, now: Timestamp
    ) throws(APIStatus) -> APIObject {
        let observed = budget["status", "observedGeneration"]?.int ?? 0
        let name = budget.name
        if observed < budget.generation {
            throw refusal(
                "The disruption budget \(name) is still being processed by the server.",
                retryAfterSeconds: 10)
        }
        let allowed = budget["status", "disruptionsAllowed"]?.int ?? 0
        if allowed <= 0 {
            let desired = budget["status", "desiredHealthy"]?.int ?? 0
            let current = budget["status", "currentHealthy"]?.int ?? 0
            throw refusal(
                "The disruption budget \(name) needs \(desired) healthy pods "
                    + "and has \(current) currently")
        }
        var spent = budget
        spent["status", "disruptionsAllowed"] = .int(allowed - 1)
        var disrupted = budget["status", "disruptedPods"]?.object ?? JSONObject()
        disrupted[pod.name] = .string(now.description)
        spent["status", "disruptedPods"] = .object(disrupted)
        if allowed == 1 {
            setCondition(
                of: &spent,
                [
                    "type": "DisruptionAllowed", "status": "False",
                    "observedGeneration": .int(budget.generation),
                    "lastTransitionTime": .string(now.description),
                    "reason": "InsufficientPods", "message": "",
                ])
        }
        return spent
    }

    /// The pod with the condition that tells of its eviction.
    static func marked(_ pod: APIObject, now: Timestamp) -> APIObject {
        var marked = pod
        setCondition(
            of: &marked,
            [
                "type": "DisruptionTarget", "status": "True", "lastProbeTime": .null,
                "lastTransitionTime": .string(now.description),
                "reason": "EvictionByEvictionAPI", "message": "Eviction API: evicting",
            ])
        return marked
    }

    /// Puts a condition in the place of that of its type, or behind the others. The time is kept
    /// where the status was the same.
    private static func setCondition(of object: inout APIObject, _ condition: JSON) {
        var condition = condition
        var conditions = object["status", "conditions"]?.array ?? []
        if let index = conditions.firstIndex(where: { $0["type"] == condition["type"] }) {
            if conditions[index]["status"] == condition["status"] {
                condition["lastTransitionTime"] = conditions[index]["lastTransitionTime"]
            }
            conditions[index] = condition
        } else {
            conditions.append(condition)
        }
        object["status", "conditions"] = .array(conditions)
    }

    private static func refusal(_ why: String, retryAfterSeconds: Int = 0) -> APIStatus {
        var details = APIStatus.Details()
        details.causes = [APIStatus.Cause(reason: "DisruptionBudget", message: why)]
        details.retryAfterSeconds = retryAfterSeconds
        return APIStatus(
            code: 429, reason: "TooManyRequests",
            message: "Cannot evict pod as it would violate the pod's disruption budget.",
            details: details)
    }
}
