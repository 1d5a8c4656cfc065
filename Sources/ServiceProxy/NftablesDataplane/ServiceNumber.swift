import ServiceModel

/// The number that stands for a Service port and one of its scopes in the kernel.
///
/// It rides on the packet's priority from the look-up of the target to the choice of an endpoint,
/// and with affinity until the choice is remembered. The highest bit keeps it apart from priorities
/// that others give; bits 13 to 30 are the port, bit 12 the scope, and the lowest twelve say which
/// program handles the packet: a chain among few, whatever the number of Services.
package struct ServiceNumber: Hashable, Sendable, BitwiseCopyable {
    package let rawValue: UInt32

    /// Of every number.
    package static let sign: UInt32 = 1 << 31
    /// Set for the endpoints of this node alone.
    package static let localBit: UInt32 = 1 << 12
    /// Which program, or how long clients are remembered.
    package static let codeMask: UInt32 = 0xfff
    /// How many Service ports can be told apart.
    package static let portCount: UInt32 = 1 << 18

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The number of a Service port and a scope.
    package init(port: UInt32, _ scope: EndpointScope = .cluster, code: UInt32 = 0) {
        let local = scope == .local ? ServiceNumber.localBit : 0
        rawValue =
            ServiceNumber.sign | (port & (ServiceNumber.portCount - 1)) << 13 | local
            | code & ServiceNumber.codeMask
    }

    /// Whether it is one of ours at all.
    package var isSigned: Bool { rawValue & ServiceNumber.sign != 0 }

    /// Which Service port.
    package var port: UInt32 { rawValue >> 13 & (ServiceNumber.portCount - 1) }

    /// Which endpoints.
    package var scope: EndpointScope {
        rawValue & ServiceNumber.localBit == 0 ? .cluster : .local
    }

    /// Which program, or how long clients are remembered; 0 for none.
    package var code: UInt32 { rawValue & ServiceNumber.codeMask }
}

/// Which Service port has which number.
package struct PortNumbers: Sendable {
    private var taken: Set<UInt32> = []
    private var next: UInt32 = 0

    package init() {}

    /// Keeps a number that was found in the kernel; false when it is taken.
    package mutating func adopt(_ number: UInt32) -> Bool {
        number < ServiceNumber.portCount && taken.insert(number).inserted
    }

    /// A number that isn't in use, as far as possible from those just released; nil when all are.
    package mutating func take() -> UInt32? {
        guard taken.count < Int(ServiceNumber.portCount) else { return nil }
        while true {
            let number = next
            next = (next + 1) & (ServiceNumber.portCount - 1)
            if taken.insert(number).inserted { return number }
        }
    }

    /// Gives a number back.
    package mutating func release(_ number: UInt32) { taken.remove(number) }
}
