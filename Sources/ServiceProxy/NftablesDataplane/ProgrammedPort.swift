import NetworkAddress
import ServiceModel

/// A Service port as it stands in the table: its plan, its number, the endpoints' indices, and the
/// codes of what happens at its frontends.
package struct ProgrammedPort: Hashable, Sendable {
    package var plan: ServicePortPlan
    /// Which of all ports it is.
    package var number: UInt32
    package private(set) var clusterSlots: EndpointSlots
    package private(set) var localSlots: EndpointSlots
    /// How clients are remembered; nil without affinity, or where nobody serves.
    package private(set) var memory: ClientMemory?
    /// At the cluster address; 0 where nothing is translated.
    private var internalCode: UInt32 = 0
    /// At every other frontend; 0 where nothing is translated.
    private var externalCode: UInt32 = 0

    /// The sets whose elements are one port's alone, but for the endpoints.
    package static let ownSets: [SetName] = [
        .services, .nodePorts, .refused, .refusedNodePorts, .dropped, .firewalled, .allowedSources,
    ]
    /// The sets whose elements several ports may share: they are counted.
    package static let sharedSets: [SetName] = [.clusterIPs, .hairpins]

    /// A port; what stood in the kernel or was programmed before keeps its place.
    package init(
        plan: ServicePortPlan, number: UInt32,
        slots: (cluster: EndpointSlots, local: EndpointSlots), codes: inout ProgramCodes
    ) {
        self.plan = plan
        self.number = number
        clusterSlots = slots.cluster
        localSlots = slots.local
        if let seconds = plan.affinityTimeoutSeconds, !plan.scopes.isEmpty {
            memory = codes.memory(seconds: seconds)
        }
        setCodes(&codes)
    }

    private mutating func setCodes(_ codes: inout ProgramCodes) {
        let programs = programs
        let internalCode = programs.internal.map { codes.code(of: $0) }
        let externalCode = programs.external.map { codes.code(of: $0) }
        if memory != nil, internalCode == .some(nil) || externalCode == .some(nil) {
            // Too many distinct timeouts: without affinity there is a code for everything.
            memory = nil
            return setCodes(&codes)
        }
        self.internalCode = (internalCode ?? nil) ?? 0
        self.externalCode = (externalCode ?? nil) ?? 0
    }

    /// Whether clients would be remembered if there were a code left.
    package var isShortOfCodes: Bool {
        plan.affinityTimeoutSeconds != nil && memory == nil && !plan.scopes.isEmpty
    }

    /// What happens at the cluster address, and at every other frontend.
    package var programs: (internal: ServiceProgram?, external: ServiceProgram?) {
        let kinds = Set(plan.frontends.map(\.kind))
        let first: Frontend.Kind? = kinds.first { $0 != .clusterIP }
        return (
            kinds.contains(.clusterIP) ? program(at: .clusterIP) : nil,
            first.flatMap { program(at: $0) }
        )
    }

    private func program(at kind: Frontend.Kind) -> ServiceProgram? {
        switch plan.treatment(at: kind) {
        case .refused, .dropped: nil
        case .translated(let scope):
            kind == .clusterIP ? .cluster(chooser(scope)) : .external(chooser(scope))
        case .shortCircuited:
            .shortCircuit(
                chooser(.cluster),
                local: localSlots.endpoints.isEmpty ? nil : chooser(.local))
        }
    }

    private func chooser(_ scope: EndpointScope) -> EndpointChooser {
        let count = slots(scope).endpoints.count
        let bits = min(EndpointChooser.bits(places: count), EndpointChooser.maximumBits)
        return EndpointChooser(
            plan.method == .random ? .random(bits: bits) : .sourceHash(bits: bits), memory: memory)
    }

    package func slots(_ scope: EndpointScope) -> EndpointSlots {
        scope == .cluster ? clusterSlots : localSlots
    }

    /// The number under which a scope's endpoints are found, and clients remembered.
    package func number(_ scope: EndpointScope) -> ServiceNumber {
        ServiceNumber(port: number, scope, code: memory?.code ?? 0)
    }

    /// The numbers under which clients are remembered, and who may have any.
    package var clients: [(number: UInt32, endpoints: Set<SocketEndpoint>)] {
        guard memory != nil else { return [] }
        return EndpointScope.allCases.filter { !slots($0).endpoints.isEmpty }.map {
            (number($0).rawValue, Set(slots($0).endpoints))
        }
    }

    // MARK: Elements

    /// The elements that this port makes in some sets.
    package func elements(in sets: [SetName]) -> [TableElement] {
        var elements: [TableElement] = []
        for set in sets { append(set, to: &elements) }
        return elements
    }

    /// Adds the elements that this port makes in one set.
    package func append(_ set: SetName, to elements: inout [TableElement]) {
        switch set {
        case .services, .nodePorts, .refused, .refusedNodePorts, .dropped, .firewalled:
            for frontend in plan.frontends { append(set, frontend, to: &elements) }
        case .endpoints:
            for scope in EndpointScope.allCases { appendSlots(scope, to: &elements) }
        case .allowedSources: appendSources(to: &elements)
        case .clusterIPs:
            for frontend in plan.frontends where frontend.kind == .clusterIP {
                guard let address = frontend.target.address else { continue }
                elements.append(TableElement(set, PackedFields(address)))
            }
        case .hairpins:
            for address in plan.hairpins {
                var key = PackedFields(address)
                key.append(address)
                elements.append(TableElement(set, key))
            }
        case .programs, .memories, .nodePortAddresses, .affinities: break
        }
    }

    private func append(
        _ set: SetName, _ frontend: Frontend, to elements: inout [TableElement]
    ) {
        if set == .firewalled {
            guard isFirewalled(frontend) else { return }
            return elements.append(
                TableElement(
                    set, PackedFields(frontend.target), number: ServiceNumber(port: number)))
        }
        guard set == self.set(of: frontend) else { return }
        let key = PackedFields(frontend.target)
        guard set == .services || set == .nodePorts else {
            return elements.append(TableElement(set, key))
        }
        elements.append(TableElement(set, key, number: number(at: frontend)))
    }

    /// Where a frontend's target stands.
    private func set(of frontend: Frontend) -> SetName {
        let isNodePort = frontend.target.address == nil
        switch plan.treatment(at: frontend.kind) {
        case .refused: return isNodePort ? .refusedNodePorts : .refused
        case .dropped: return .dropped
        case .translated, .shortCircuited: return isNodePort ? .nodePorts : .services
        }
    }

    /// What a packet to a frontend carries first.
    private func number(at frontend: Frontend) -> ServiceNumber {
        let scope: EndpointScope =
            if case .translated(.local) = plan.treatment(at: frontend.kind) { .local } else {
                .cluster
            }
        let code = frontend.kind == .clusterIP ? internalCode : externalCode
        return ServiceNumber(port: number, scope, code: code)
    }

    private func isFirewalled(_ frontend: Frontend) -> Bool {
        frontend.kind == .loadBalancer && plan.allowedSources != nil
    }

    private func appendSlots(_ scope: EndpointScope, to elements: inout [TableElement]) {
        let endpoints = slots(scope).endpoints
        guard !endpoints.isEmpty else { return }
        for index in endpoints.indices { elements.append(slot(scope, index, endpoints[index])) }
    }

    /// One of a scope's endpoints.
    package func slot(
        _ scope: EndpointScope, _ index: Int, _ endpoint: SocketEndpoint
    ) -> TableElement {
        var key = PackedFields()
        key.append(native: number(scope).rawValue)
        key.append(native: UInt32(truncatingIfNeeded: index))
        return TableElement(.endpoints, key, .fields(PackedFields(endpoint)))
    }

    private func appendSources(to elements: inout [TableElement]) {
        guard let sources = plan.allowedSources,
            let address = plan.frontends.first(where: isFirewalled)?.target.address
        else { return }
        for prefix in AllowedSource.outermost(sources, address.family) {
            elements.append(
                TableElement(
                    .allowedSources, AllowedSource(ServiceNumber(port: number), prefix).key))
        }
    }

    /// How many elements are this port's alone; about as many as that, for a batch's size.
    package var elementCount: Int {
        clusterSlots.endpoints.count + localSlots.endpoints.count
            + elements(in: ProgrammedPort.ownSets).count
    }
}

extension PackedFields {
    package init(_ address: IPAddress) {
        self.init()
        append(address)
    }

    /// `[address .] protocol . port`.
    package init(_ target: Frontend.Target) {
        self.init()
        if let address = target.address { append(address) }
        append(target.transport)
        append(target.port)
    }

    /// `address . port`.
    package init(_ endpoint: SocketEndpoint) {
        self.init()
        append(endpoint.address)
        append(endpoint.port)
    }
}
