import LinuxSystem
import Netlink

extension ConntrackSocket {
    /// Hands on the flows that a filter wants, one by one as they are read: the memory it takes
    /// does not depend on how many there are. Flows that come and go meanwhile may be missing.
    ///
    /// `body` must not use this socket.
    public func forEach(
        _ filter: FlowFilter = FlowFilter(), _ body: (Flow) throws(NetlinkError) -> Void
    ) throws(NetlinkError) {
        do throws(NetlinkError) {
            try stream(filter, inKernel: true, body)
        } catch {
            // Kernels before 5.8 know no filter, and some protocols can't be filtered.
            guard error.errno == .einval || error.errno == .eopnotsupp else { throw error }
            try stream(filter, inKernel: false, body)
        }
    }

    private func stream(
        _ filter: FlowFilter, inKernel: Bool, _ body: (Flow) throws(NetlinkError) -> Void
    ) throws(NetlinkError) {
        try socket.stream(
            type: ConntrackMessage.get.type, operation: "list flows"
        ) { writer in
            NetfilterHeader(family: filter.familyNumber).encode(into: &writer)
            if inKernel { filter.encode(into: &writer) }
        } each: { message throws(NetlinkError) in
            guard message.type == ConntrackMessage.new.type else { return }
            let flow: Flow
            do throws(NetlinkDecodeError) {
                flow = try Flow(decoding: message)
            } catch {
                throw NetlinkError(error)
            }
            if filter.contains(flow) { try body(flow) }
        }
    }

    /// Ends flows, many with one system call. Those that were gone already are passed over.
    ///
    /// - Returns: how many were ended.
    public func delete(_ flows: [Flow]) throws(NetlinkError) -> Int {
        var ended = 0
        var rest = flows[...]
        while !rest.isEmpty {
            let some = rest.prefix(Self.deletionsAtOnce)
            rest = rest.dropFirst(some.count)
            let refusals = try send(some, .delete, flags: .acknowledge, "delete flows") {
                flow, writer in
                flow.original.encode(FlowAttribute.original, into: &writer)
                if flow.zone != 0 { writer.attribute(FlowAttribute.zone, be16: flow.zone) }
                if let id = flow.id { writer.attribute(FlowAttribute.id, be32: id) }
            }
            if let refusal = refusals.first(where: { $0.code != Errno.enoent.code }) {
                throw refusal.error("delete flows", "")
            }
            ended += some.count - refusals.count
        }
        return ended
    }

    /// More answers than these would not wait together in a receive buffer of the usual size.
    private static let deletionsAtOnce = 100

    /// Enters flows as if their packets had been seen, many with one system call. For tests and
    /// benchmarks; entries live for their `timeoutSeconds`.
    public func create(_ flows: some Collection<Flow>) throws(NetlinkError) {
        var rest = flows[...]
        while !rest.isEmpty {
            let some = rest.prefix(Self.deletionsAtOnce)
            rest = rest.dropFirst(some.count)
            let refusals = try send(
                some, .new, flags: [.create, .exclusive, .acknowledge], "create flows"
            ) { flow, writer in
                flow.encodeNew(into: &writer)
            }
            if let refusal = refusals.first { throw refusal.error("create flows", "") }
        }
    }

    /// Sends a message for each flow; returns the refusals.
    private func send(
        _ flows: some Collection<Flow>, _ kind: ConntrackMessage, flags: MessageFlags,
        _ operation: String, _ body: (Flow, inout NetlinkWriter) -> Void
    ) throws(NetlinkError) -> [Acknowledgement] {
        var writer = NetlinkWriter()
        for (number, flow) in flows.enumerated() {
            writer.message(
                type: kind.type, flags: flags.union(.request), sequence: UInt32(number + 1)
            ) { writer in
                let family: UInt8 = flow.original.source.family == .ipv4 ? 2 : 10
                NetfilterHeader(family: family).encode(into: &writer)
                body(flow, &writer)
            }
        }
        let bytes: [UInt8]
        do {
            bytes = try writer.finish()
        } catch {
            throw NetlinkError(operation: operation, subject: "\(error)", errno: .einval)
        }
        return try socket.sendBatch(bytes, operation: operation)
    }
}

extension Flow {
    /// What the kernel needs to enter it. It takes a translated destination not from the reply's
    /// tuple, but as something to be set up.
    fileprivate func encodeNew(into writer: inout NetlinkWriter) {
        var plain = reply
        let isTranslated = status.contains(.destinationNAT)
        if isTranslated {
            plain.source = original.destination
            plain.sourcePort = original.destinationPort
        }
        original.encode(FlowAttribute.original, into: &writer)
        plain.encode(FlowAttribute.reply, into: &writer)
        writer.attribute(FlowAttribute.timeout, be32: timeoutSeconds)
        writer.attribute(
            FlowAttribute.status, be32: status.subtracting(.destinationNAT).rawValue)
        if mark != 0 { writer.attribute(FlowAttribute.mark, be32: mark) }
        if let tcpState {
            // C: CTA_PROTOINFO_TCP, CTA_PROTOINFO_TCP_STATE
            writer.nested(FlowAttribute.transportInformation) { writer in
                writer.nested(1) { $0.attribute(1, u8: tcpState) }
            }
        }
        if isTranslated {
            writer.nested(FlowAttribute.destinationNAT) { encodeTranslation(into: &$0) }
        }
    }

    /// C: CTA_NAT_V4_MINIP, CTA_NAT_V6_MINIP, CTA_NAT_PROTO, CTA_PROTONAT_PORT_…
    private func encodeTranslation(into writer: inout NetlinkWriter) {
        let isVersion4 = reply.source.family == .ipv4
        for type: UInt16 in isVersion4 ? [1, 2] : [4, 5] {
            writer.attribute(type, bytes: reply.source.bytes)
        }
        guard let port = reply.sourcePort else { return }
        writer.nested(3) { writer in
            for type: UInt16 in [1, 2] { writer.attribute(type, be16: port.rawValue) }
        }
    }
}
