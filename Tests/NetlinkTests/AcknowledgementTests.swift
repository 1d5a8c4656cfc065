import LinuxSystem
import Netlink
import Testing

@Suite struct AcknowledgementTests {
    private func acknowledgement(
        code: Int32, flags: MessageFlags, echo: Int = 0, text: String? = nil
    ) throws -> Acknowledgement {
        var writer = NetlinkWriter()
        writer.message(type: ControlMessage.error, flags: flags, sequence: 5) { writer in
            writer.append(i32: code)
            writer.append(u32: UInt32(16 + echo))
            writer.append(u16: 0x0a06)
            writer.append(u16: 5)
            writer.append(u32: 5)
            writer.append(u32: 0)
            writer.append(zeros: echo)
            if let text {
                writer.attribute(1, string: text)
                writer.attribute(2, u32: 36)
            }
        }
        let messages = try NetlinkMessage.decode(try writer.finish())
        return try Acknowledgement(try #require(messages.first))
    }

    @Test func `a code of 0 is success`() throws {
        let ack = try acknowledgement(code: 0, flags: .capped)
        #expect(ack.isSuccess && ack.sequence == 5 && ack.requestType == 0x0a06)
    }

    @Test func `the kernel's words stand behind the echoed request`() throws {
        for (echo, flags): (Int, MessageFlags) in [
            (0, [.capped, .extendedAcknowledgement]), (20, .extendedAcknowledgement),
        ] {
            let ack = try acknowledgement(code: -17, flags: flags, echo: echo, text: "No way")
            #expect(ack.code == 17 && ack.kernelMessage == "No way" && ack.attributeOffset == 36)
            #expect(
                ack.error("add route", "10.244.1.0/24").description
                    == "add route 10.244.1.0/24: file exists (EEXIST): "
                    + "kernel: \"No way\" at byte 36"
            )
        }
    }

    @Test func `the smallest code does not trap`() throws {
        #expect(try acknowledgement(code: .min, flags: .capped).isSuccess == false)
    }

    @Test func `the end of a dump carries a code or nothing`() throws {
        let empty = NetlinkMessage(type: ControlMessage.done, body: [])
        #expect(try Acknowledgement(empty).isSuccess)
        let failed = NetlinkMessage(type: ControlMessage.done, body: [0xfc, 0xff, 0xff, 0xff])
        #expect(try Acknowledgement(failed).code == 4)
    }
}
