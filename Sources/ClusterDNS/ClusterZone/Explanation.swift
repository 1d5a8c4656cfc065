import DNSMessage
import KubernetesAPI
import NetworkAddress

/// Why a name answers what it does: which object it comes from, or what is missing.
public struct Explanation: Hashable, Sendable {
    /// The question, as `web.prod.svc.cluster.local. A`.
    public var question: String
    /// How it ends: `NOERROR`, `NXDOMAIN`, `NODATA`, `outside`, or `alias`.
    public var outcome: String
    /// The records of the answer, as zone files write them.
    public var records: [String]
    /// The object that answers, as `Service prod/web`; nil when none does.
    public var object: String?
    /// The reason, as a sentence without its dot.
    public var reason: String
}

extension ClusterState {
    /// Explains the answer to a question.
    public func explain(_ question: Question) -> Explanation {
        let bytes = DNSMessage(header: Header(id: 0), questions: [question]).encoded()
        var scan = QueryScan()
        var explanation = Explanation(
            question: "\(question.name) \(question.type)", outcome: "outside", records: [],
            object: nil, reason: "the name is in none of the zones \(zoneList)")
        guard case .query = scan.scan(bytes.span), let answer = index.lookup(bytes.span, scan)
        else { return explanation }
        explanation.records = records(answer, bytes, scan)
        explanation.outcome = outcome(answer)
        let (object, reason) = cause(question, answer)
        explanation.object = object
        explanation.reason = reason
        return explanation
    }

    private var zoneList: String { index.zones.map { "\($0.name)" }.joined(separator: ", ") }

    private func outcome(_ answer: ZoneAnswer) -> String {
        if answer.isNameError { return "NXDOMAIN" }
        if answer.isNoData { return "NODATA" }
        return answer.alias == nil ? "NOERROR" : "alias"
    }

    private func records(_ answer: ZoneAnswer, _ message: [UInt8], _ scan: QueryScan) -> [String] {
        guard !answer.isNameError, !answer.isNoData else { return [] }
        var reply = [UInt8](repeating: 0, count: 65535)
        var out = reply.mutableSpan
        var writer = ReplyWriter(
            message.span, questionEnd: scan.questionEnd, limit: out.count, into: &out)
        index.write(answer, to: scan, random: 0, with: &writer, into: &out)
        writer.putHeader(id: 0, bits: HeaderFlags.response.rawValue, into: &out)
        let size = writer.position
        let decoded = try? DNSMessage(decoding: Array(reply[..<size]))
        return decoded?.answers.map { "\($0)" } ?? []
    }

    // The labels in front of the zone, the last one first.
    private func labels(_ name: DNSName, below zone: DNSName) -> [String] {
        let own = name.labels.dropLast(zone.labels.count)
        return own.reversed().map { String(decoding: $0, as: UTF8.self).lowercased() }
    }

    private func cause(_ question: Question, _ answer: ZoneAnswer) -> (String?, String) {
        let zone = index.zones[answer.zone]
        guard zone.kind == .cluster else { return reverseCause(question, answer) }
        let labels = labels(question.name, below: zone.name)
        switch labels.first {
        case nil: return (nil, "the zone itself")
        case "svc": return serviceCause(question, labels, answer)
        case "pod": return podCause(question, labels, answer)
        case "dns-version" where labels.count == 1:
            return (nil, "the version of the schema that these names follow")
        case "dns" where labels.count < 3 && !answer.isNameError:
            return (nil, "the name server itself")
        default:
            return (nil, "below the zone there are svc, pod, dns and dns-version alone")
        }
    }

    private func namespaceCause(_ name: String) -> String? {
        guard index.namespaces.entry(like: NamespaceEntry(name)) == nil else { return nil }
        return configuration.shows(namespace: name)
            ? "there is no Namespace \(name)" : "the namespace \(name) is not shown"
    }

    private func serviceCause(
        _ question: Question, _ labels: [String], _ answer: ZoneAnswer
    ) -> (String?, String) {
        guard labels.count > 1 else { return (nil, "services are two labels further down") }
        if let cause = namespaceCause(labels[1]) { return (nil, cause) }
        guard labels.count > 2 else {
            return ("Namespace \(labels[1])", "a namespace has no records")
        }
        let key = ServiceName(namespace: labels[1], name: labels[2])
        guard let service = services[key] else {
            return (nil, "there is no Service \(labels[1])/\(labels[2])")
        }
        let object = "\(service.key)"
        let known = slices[key] ?? []
        let plan = ServicePlan.plan(service, slices: known, configuration)
        if let absence = plan.absence { return (object, "the Service \(absence)") }
        if answer.isNameError {
            let name = labels.dropFirst(3).reversed().joined(separator: ".")
            return (object, "the Service has neither an endpoint nor a port named \(name)")
        }
        if answer.isNoData {
            return (object, "the name exists, without records of \(question.type)")
        }
        return (object, sourceText(plan, labels, known))
    }

    private func sourceText(
        _ plan: ServicePlan, _ labels: [String], _ slices: [PlannedSlice]
    ) -> String {
        let names = slices.map(\.name).sorted().joined(separator: ", ")
        switch plan.form {
        case .externalName: return "its externalName"
        case .headless: return "its ready endpoints, from EndpointSlice \(names)"
        case .clusterIP:
            if labels.count == 3 { return "its cluster IPs" }
            return labels.count == 5
                ? "its named port" : "an endpoint of it, from EndpointSlice \(names)"
        }
    }

    private func podCause(
        _ question: Question, _ labels: [String], _ answer: ZoneAnswer
    ) -> (String?, String) {
        guard labels.count > 1 else { return (nil, "pods are two labels further down") }
        guard configuration.pods != .disabled else { return (nil, "names of pods are disabled") }
        if let cause = namespaceCause(labels[1]) { return (nil, cause) }
        if answer.isNameError {
            let verified = configuration.pods == .verified
            return (
                nil,
                verified
                    ? "no running pod of \(labels[1]) has this address"
                    : "the label is no address with dashes"
            )
        }
        guard labels.count == 3, configuration.pods == .verified else {
            return (nil, "every address has a name in a namespace that exists (pods insecure)")
        }
        let text = labels[2]
        let pod = pods.first { key, pod in
            key.namespace == labels[1]
                && pod.status.podIPs.contains { address in
                    IPAddress(address).map(PlannedEndpoint.dashed) == text
                }
        }
        return (pod.map { "\($0.value.key)" }, "the address of the pod")
    }

    private func reverseCause(
        _ question: Question, _ answer: ZoneAnswer
    ) -> (String?, String) {
        if answer.isNameError { return (nil, "no Service and no endpoint has this address") }
        guard case .pointers(let entry) = answer.content else {
            return (nil, "the name exists, without records of \(question.type)")
        }
        let services = entry.owners.map { owner in
            let labels = DNSName(uncheckedWire: owner.service.key + [0]).labels
                .map { String(decoding: $0, as: UTF8.self) }
            return "Service \(labels[1])/\(labels[0])"
        }
        return (services.joined(separator: ", "), "an address of it, or of an endpoint")
    }
}
