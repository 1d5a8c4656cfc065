import APIMachinery
import JSON
import QuotaModel
import WatchCache

/// Containers, pods and claims ask for what their namespace's LimitRanges allow; containers that
/// say nothing get what these say.
struct LimitRanger: AdmissionStep {
    private static let ranges = GroupResource(resource: "limitranges")

    func create(_ object: inout APIObject, _ request: AdmissionRequest) throws(APIStatus) {
        guard request.subresource.isEmpty else { return }
        if request.isOf("pods") {
            for range in limits(request) { fill(&object, range) }
        } else if !request.isOf("persistentvolumeclaims") {
            return
        }
        try check(object, request)
    }

    func update(
        _ object: inout APIObject, old: APIObject, _ request: AdmissionRequest
    ) throws(APIStatus) {
        // What a pod asks for was checked when it was made.
        guard request.isOf("persistentvolumeclaims"), request.subresource.isEmpty else { return }
        try check(object, request)
    }

    private func limits(_ request: AdmissionRequest) -> [LimitItems] {
        request.server.cache.list(Self.ranges, namespace: request.target.namespace).objects
            .map { cached in cached.kept { LimitItems(APIObject(JSON($0))) } }
    }

    // MARK: - Defaults

    private func fill(_ pod: inout APIObject, _ range: LimitItems) {
        var notes: [String] = []
        for item in range.items where item.type == "Container" {
            pod.json.update("spec") { spec in
                for (list, word) in [
                    ("containers", "container"), ("initContainers", "init container"),
                ] {
                    spec.updateEach(list) { container in
                        fill(&container, item, word, &notes)
                    }
                }
            }
        }
        if notes.isEmpty { return }
        pod.annotations["kubernetes.io/limit-ranger"] =
            "LimitRanger plugin set: " + notes.joined(separator: "; ")
    }

    private func fill(
        _ container: inout JSON, _ item: LimitItem, _ word: String, _ notes: inout [String]
    ) {
        let name = container["name"]?.string ?? ""
        for (side, defaults, noun) in [
            ("requests", item.defaultRequest, "request"), ("limits", item.defaultLimit, "limit"),
        ] {
            let absent = defaults.names.filter { container.field(["resources", side, $0]) == nil }
            for resource in absent {
                container.setField(
                    ["resources", side, resource],
                    defaults[resource].map { .string($0.description) })
            }
            if !absent.isEmpty {
                notes.append("\(absent.joined(separator: ", ")) \(noun) for \(word) \(name)")
            }
        }
    }

    // MARK: - Bounds

    private func check(_ object: APIObject, _ request: AdmissionRequest) throws(APIStatus) {
        var faults: [String] = []
        for item in limits(request).flatMap(\.items) {
            switch item.type {
            case "Container" where request.isOf("pods"):
                let containers =
                    (object["spec", "containers"]?.array ?? [])
                    + (object["spec", "initContainers"]?.array ?? [])
                for container in containers {
                    faults += item.faults(
                        requests: ResourceList(container.field(["resources", "requests"])),
                        limits: ResourceList(container.field(["resources", "limits"])))
                }
            case "Pod" where request.isOf("pods"):
                faults += item.faults(
                    requests: PodAmounts.total(object["spec"], .requests),
                    limits: PodAmounts.total(object["spec"], .limits))
            case "PersistentVolumeClaim" where request.isOf("persistentvolumeclaims"):
                let storage = ResourceList(object["spec", "resources", "requests"])
                faults += item.faults(requests: storage, limits: storage)
            default: break
            }
        }
        if faults.isEmpty { return }
        let message =
            faults.count == 1 ? faults[0] : "[" + faults.joined(separator: ", ") + "]"
        throw .forbidden(request.target.definition.groupResource, name: object.name, message)
    }
}

/// What a LimitRange says.
struct LimitItems: Sendable {
    var items: [LimitItem]

    init(_ object: APIObject) {
        items = (object["spec", "limits"]?.array ?? []).map(LimitItem.init)
    }
}

/// What a LimitRange says of one type of things.
struct LimitItem: Sendable {
    var type: String
    var least: ResourceList
    var most: ResourceList
    var defaultLimit: ResourceList
    var defaultRequest: ResourceList
    var ratio: ResourceList

    init(_ json: JSON) {
        type = json["type"]?.string ?? ""
        least = ResourceList(json["min"])
        most = ResourceList(json["max"])
        defaultLimit = ResourceList(json["default"])
        defaultRequest = ResourceList(json["defaultRequest"])
        ratio = ResourceList(json["maxLimitRequestRatio"])
    }

    /// What goes beyond the bounds, in upstream's words.
    func faults(requests: ResourceList, limits: ResourceList) -> [String] {
        least.names.compactMap { leastFault($0, requests, limits) }
            + most.names.compactMap { mostFault($0, requests, limits) }
            + ratio.names.compactMap { ratioFault($0, requests, limits) }
    }

    private func leastFault(
        _ name: String, _ requests: ResourceList, _ limits: ResourceList
    ) -> String? {
        guard let bound = least[name] else { return nil }
        let words = "minimum \(name) usage per \(type) is \(bound)"
        guard let request = requests[name] else { return "\(words).  No request is specified" }
        if request < bound { return "\(words), but request is \(request)" }
        if let limit = limits[name], limit < bound { return "\(words), but limit is \(limit)" }
        return nil
    }

    private func mostFault(
        _ name: String, _ requests: ResourceList, _ limits: ResourceList
    ) -> String? {
        guard let bound = most[name] else { return nil }
        let words = "maximum \(name) usage per \(type) is \(bound)"
        guard let limit = limits[name] else { return "\(words).  No limit is specified" }
        if limit > bound { return "\(words), but limit is \(limit)" }
        if let request = requests[name], request > bound {
            return "\(words), but request is \(request)"
        }
        return nil
    }

    private func ratioFault(
        _ name: String, _ requests: ResourceList, _ limits: ResourceList
    ) -> String? {
        guard let bound = ratio[name] else { return nil }
        let words = "\(name) max limit to request ratio per \(type) is \(bound)"
        guard let request = requests[name], !request.isZero else {
            return "\(words), but no request is specified or request is 0"
        }
        guard let limit = limits[name], !limit.isZero else {
            return "\(words), but no limit is specified or limit is 0"
        }
        let given = Double(limit.billionths) / Double(request.billionths)
        guard given > Double(bound.billionths) / 1e9 else { return nil }
        let thousandths = Int((given * 1_000_000).rounded())
        let fraction = String(thousandths % 1_000_000)
        let zeros = String(repeating: "0", count: 6 - fraction.count)
        return "\(words), but provided ratio is \(thousandths / 1_000_000).\(zeros)\(fraction)"
    }
}
