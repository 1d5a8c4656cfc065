import Netlink

/// A state of the whole ruleset: every change in the namespace, by anybody, makes another.
public struct Generation: Hashable, Sendable {
    /// C: NFTA_GEN_ID
    public var id: UInt32
    /// The process that made it. C: NFTA_GEN_PROC_PID
    public var processID: UInt32?
    /// C: NFTA_GEN_PROC_NAME
    public var processName: String?

    /// Made of its parts.
    public init(id: UInt32, processID: UInt32? = nil, processName: String? = nil) {
        self.id = id
        self.processID = processID
        self.processName = processName
    }

    init(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        self.init(id: 0)
        var attributes = attributes
        while let attribute = try attributes.next() {
            switch attribute.type {
            case 1: id = try attribute.be32()
            case 2: processID = try attribute.be32()
            case 3: processName = attribute.string()
            default: break
            }
        }
    }
}

extension NftablesSocket {
    /// The generation that the ruleset is in now.
    public func generation() throws(NftablesError) -> Generation {
        do throws(NetlinkError) {
            let answers = try socket.request(
                type: NftablesMessage.getGeneration.type, operation: "read generation"
            ) { NetfilterHeader(family: 0).encode(into: &$0) }
            for answer in answers where answer.type == NftablesMessage.newGeneration.type {
                do throws(NetlinkDecodeError) {
                    return try Generation(
                        decoding: answer.attributes(after: NetfilterHeader.length))
                } catch {
                    throw NetlinkError(error)
                }
            }
            throw NetlinkError(operation: "read generation", errno: .enoent)
        } catch {
            throw NftablesError(error)
        }
    }
}
