import DNSMessage
import NetworkAddress

/// What the zones say to a question. Cheap to make: it refers to what is encoded already.
public struct ZoneAnswer: Sendable {
    enum Content: Sendable {
        case set(ServiceEntry, Int)
        case address(IPAddress)
        case pointers(PointerEntry)
        case alias(ServiceEntry)
        case soa
        case nameServer
        case serverAddresses
        case version
        case any
        case noData
        case nameError
    }

    var content: Content
    /// Which zone answers.
    var zone: Int

    @inline(__always)
    init(_ content: Content, zone: Int) {
        self.content = content
        self.zone = zone
    }

    /// Whether there is no such name.
    public var isNameError: Bool {
        if case .nameError = content { return true }
        return false
    }

    /// Whether the name exists without records of the type.
    public var isNoData: Bool {
        if case .noData = content { return true }
        return false
    }

    /// What the name stands for, when it is another's.
    public var alias: DNSName? {
        if case .alias(let service) = content { return service.alias }
        return nil
    }
}
