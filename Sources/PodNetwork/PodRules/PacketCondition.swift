import NetworkAddress

/// Something that a packet to a host port must be; a part of the option `conditionsV4`.
public struct PacketCondition: Hashable, Sendable {
    /// What is looked at.
    public enum Subject: Hashable, Sendable {
        /// Where it comes from. `-s`
        case source(IPPrefix)
        /// Where it goes. `-d`
        case destination(IPPrefix)
        /// The interface that it came in by, or, ending in `+`, how its name begins. `-i`
        case inputInterface(String)
    }

    /// What is looked at.
    public var subject: Subject
    /// Whether it must not be so. `!`
    public var isInverted: Bool

    /// A condition.
    public init(_ subject: Subject, isInverted: Bool = false) {
        self.subject = subject
        self.isInverted = isInverted
    }
}
