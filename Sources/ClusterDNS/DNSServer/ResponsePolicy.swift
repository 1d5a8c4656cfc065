import ClusterZone
import DNSMessage

/// What all who answer go by.
struct ResponsePolicy: Sendable {
    let hasUpstreams: Bool
    let datagramSize: Int
    let keepaliveTenths: UInt16
    let secret = CookieSecret()
    private let fallthroughZones: [DNSName]

    init(_ configuration: ServerConfiguration) {
        hasUpstreams = !configuration.upstreams.isEmpty
        datagramSize = configuration.datagramSize
        fallthroughZones = configuration.fallthroughZones.map(\.lowercased)
        let seconds = configuration.connectionIdle.components.seconds
        keepaliveTenths = UInt16(clamping: seconds * 10)
    }

    /// The most bytes a reply may have.
    @inline(__always)
    func limit(_ query: borrowing QueryScan, _ transport: Transport) -> Int {
        guard transport == .datagram else { return 65535 }
        return query.hasEDNS ? max(512, min(Int(query.payloadSize), datagramSize)) : 512
    }

    /// Whether a name that is missing in a zone is asked of the upstreams.
    @inline(__always)
    func fallsThrough(
        _ zone: DNSName, _ message: Span<UInt8>, _ query: borrowing QueryScan
    ) -> Bool {
        guard hasUpstreams, !fallthroughZones.isEmpty else { return false }
        for other in fallthroughZones {
            if zone.isWithin(other) { return true }
            // A zone below the served one: the question says.
            if other.isWithin(zone), let name = query.name(in: message), name.isWithin(other) {
                return true
            }
        }
        return false
    }
}
