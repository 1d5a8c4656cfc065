import KubernetesAPI

/// Puts groups of endpoints into slices, changing as few of those that exist as it can.
struct SlicePacking {
    let service: Service
    let family: IPFamily
    /// Whether new slices have no name yet.
    var generatesNames = false

    /// The slices that hold these groups.
    ///
    /// An endpoint that a slice of the right ports holds stays there, updated; what is new fills
    /// the slices that change anyway, then the fullest that has room for all the rest, then new
    /// ones.
    /// Without any endpoint one empty slice stays, so that the Service is known to have none.
    func pack(_ groups: [EndpointGroup], into existing: [EndpointSlice]) -> [EndpointSlice] {
        guard !groups.isEmpty else {
            let one = existing.min { $0.metadata.name < $1.metadata.name }
            var names: Set<String> = []
            return pack(
                EndpointGroup(ports: [], endpoints: []), into: one.map { [$0] } ?? [], names: &names
            )
        }
        let olds = groups.map { group in
            existing.filter { Set($0.ports) == Set(group.ports) }
        }
        // The name of a slice whose ports are no longer served may be taken again.
        var names = Set(olds.joined().map(\.metadata.name))
        var slices: [EndpointSlice] = []
        for (group, old) in zip(groups, olds) { slices += pack(group, into: old, names: &names) }
        return SliceHints.applied(to: slices.filter { !$0.endpoints.isEmpty }, service)
    }

    private func pack(
        _ group: EndpointGroup, into old: [EndpointSlice], names: inout Set<String>
    ) -> [EndpointSlice] {
        var waiting = Dictionary(
            group.endpoints.map { (Identity($0), $0) }, uniquingKeysWith: { first, _ in first })
        var drafts = old.sorted { $0.metadata.name < $1.metadata.name }.map { slice in
            Draft(slice: slice, keeping: &waiting)
        }
        // In the order of the pods, so that the result does not depend on a dictionary's order.
        var rest = group.endpoints.filter { waiting.removeValue(forKey: Identity($0)) != nil }[...]
        for index in drafts.indices where drafts[index].isChanged {
            drafts[index].fill(from: &rest)
        }
        let roomy = drafts.indices
            .filter { drafts[$0].room >= rest.count && drafts[$0].room > 0 }
            .min { drafts[$0].room < drafts[$1].room }
        if let roomy, !rest.isEmpty { drafts[roomy].fill(from: &rest) }
        while !rest.isEmpty || drafts.isEmpty {
            var draft = Draft(name: newName(&names))
            draft.fill(from: &rest)
            drafts.append(draft)
        }
        return drafts.map { finished($0, ports: group.ports) }
    }

    /// What makes two endpoints the same one: the pod, and its address.
    private struct Identity: Hashable {
        var target: ObjectReference?
        var addresses: [String]

        init(_ endpoint: Endpoint) {
            target = endpoint.targetRef
            addresses = endpoint.addresses
        }
    }

    private struct Draft {
        var metadata: ObjectMeta
        var endpoints: [Endpoint] = []
        var isChanged = false

        init(name: String) { metadata = ObjectMeta(name: name) }

        init(slice: EndpointSlice, keeping waiting: inout [Identity: Endpoint]) {
            metadata = slice.metadata
            for endpoint in slice.endpoints {
                guard let fresh = waiting.removeValue(forKey: Identity(endpoint)) else {
                    isChanged = true
                    continue
                }
                var comparable = endpoint
                comparable.hints = nil
                if fresh != comparable { isChanged = true }
                endpoints.append(fresh)
            }
        }

        var room: Int { EndpointSlicePlan.maximumEndpoints - endpoints.count }

        mutating func fill(from rest: inout ArraySlice<Endpoint>) {
            let count = min(room, rest.count)
            endpoints += rest.prefix(count)
            rest = rest.dropFirst(count)
        }
    }

    /// `web-ipv4-0`: not random as the API server's, so that the same objects make the same slices.
    private func newName(_ names: inout Set<String>) -> String {
        if generatesNames { return "" }
        let suffix = "-\(family == .ipv4 ? "ipv4" : "ipv6")-"
        // The longest name of a Service and this suffix fit an object's name.
        var number = 0
        while !names.insert("\(service.metadata.name)\(suffix)\(number)").inserted { number += 1 }
        return "\(service.metadata.name)\(suffix)\(number)"
    }

    private func finished(_ draft: Draft, ports: [EndpointPort]) -> EndpointSlice {
        var metadata = draft.metadata
        metadata.namespace = service.metadata.namespace
        metadata.labels = labels
        metadata.ownerReferences = [
            OwnerReference(
                apiVersion: Kind.service.apiVersion, kind: Kind.service.name,
                name: service.metadata.name, uid: service.metadata.uid ?? "", controller: true,
                blockOwnerDeletion: true)
        ]
        return EndpointSlice(
            metadata: metadata, addressType: family.addressType, endpoints: draft.endpoints,
            ports: ports)
    }

    /// The Service's own labels, and those that say whose slice it is and who writes it.
    private var labels: [String: String] {
        var labels = service.metadata.labels
        labels[EndpointSlice.serviceNameLabel] = service.metadata.name
        labels[EndpointSlice.managedByLabel] = EndpointSlicePlan.managedBy
        labels[EndpointSlice.headlessLabel] = service.isHeadless ? "" : nil
        return labels
    }
}
