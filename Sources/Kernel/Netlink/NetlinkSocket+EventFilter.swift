import Glibc
import LinuxSystem

extension NetlinkSocket {
    /// What the kernel calls this socket in the events that its requests cause.
    public var portID: UInt32 { transport.portID }

    /// From now on, events that another socket's requests cause are not delivered to this one.
    ///
    /// The kernel drops them before they wait: they cost no wake-up and overrun no buffer.
    public func ignoreEvents(causedBy portID: UInt32) throws(NetlinkError) {
        try state.withLock { _ throws(NetlinkError) in
            try transport.attach([
                // The header's port; the filter's machine takes it for network order.
                BPFInstruction(code: 0x20, operand: 12),
                BPFInstruction(code: 0x15, ifFalse: 1, operand: portID.bigEndian),
                BPFInstruction(code: 0x06, operand: 0),
                BPFInstruction(code: 0x06, operand: .max),
            ])
        }
    }
}

/// An instruction of the kernel's classic packet filter. C: struct sock_filter
struct BPFInstruction {
    var code: UInt16
    var ifTrue: UInt8 = 0
    var ifFalse: UInt8 = 0
    var operand: UInt32

    init(code: UInt16, ifTrue: UInt8 = 0, ifFalse: UInt8 = 0, operand: UInt32) {
        self.code = code
        self.ifTrue = ifTrue
        self.ifFalse = ifFalse
        self.operand = operand
    }
}

extension NetlinkTransport {
    /// C: SO_ATTACH_FILTER
    private static let attachFilter: Int32 = 26

    /// Lets a program decide which messages are received; it replaces an earlier one.
    func attach(_ program: [BPFInstruction]) throws(NetlinkError) {
        var code: [UInt64] = program.map { instruction in
            UInt64(instruction.code) | UInt64(instruction.ifTrue) << 16
                | UInt64(instruction.ifFalse) << 24 | UInt64(instruction.operand) << 32
        }
        let result = code.withUnsafeMutableBytes { bytes -> Int32 in
            // C: struct sock_fprog: a count, and the address of the instructions.
            var header: (UInt64, UnsafeMutableRawPointer?) = (
                UInt64(program.count), bytes.baseAddress
            )
            return setsockopt(descriptor, SOL_SOCKET, Self.attachFilter, &header, 16)
        }
        guard result == 0 else {
            throw NetlinkError(
                operation: "attach filter", subject: "netlink socket", errno: .current)
        }
    }
}
