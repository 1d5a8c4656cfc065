import LinuxSystem
import PodNetworkTesting
import Testing

/// System calls that fail, each by turns: no memory, no space, no permission, an interruption.
@Suite(.serialized) struct RefusalTests {
    static let refusals: [Errno] = [.enospc, .eio, .enomem, .eperm, .eintr, .enobufs, .emsgsize]

    @Test(arguments: FaultNetwork.all)
    func `an ADD whose call fails either succeeds or leaves nothing by itself`(
        network: FaultNetwork
    ) throws {
        let bed = try FaultBed(network)
        try Strikes.forEach(of: network, recoveries: [.delete], every: 17) {
            plugin, number, recovery in
            let errno = Self.refusals[number % Self.refusals.count]
            let comment: Comment = "ADD, plugin \(plugin), call \(number): \(errno)"
            let addition = try bed.add(
                "a", .refused(call: number, errno), at: plugin)
            let status = addition.answer.status
            // Its last words may be what is refused; so may the memory it starts with.
            if addition.answer.error != nil { #expect(status == 1, comment) }
            if status == 1, network.plugins.count == 1 { try bed.expectClean(comment) }
            try recovery.run(
                in: bed, previous: status == 0 ? addition.result : nil, comment)
            return addition.isStruck
        }
    }

    @Test(arguments: FaultNetwork.all)
    func `a DEL whose call fails is done by the next`(network: FaultNetwork) throws {
        let bed = try FaultBed(network)
        try Strikes.forEach(of: network, recoveries: [.delete], every: 17) {
            plugin, number, recovery in
            let errno = Self.refusals[number % Self.refusals.count]
            let comment: Comment = "DEL, plugin \(plugin), call \(number): \(errno)"
            let addition = try bed.add("a")
            #expect(addition.answer.status == 0, comment)
            let answer = try bed.call(
                .delete, plugin, "a", previous: addition.result,
                fault: .refused(call: number, errno))
            if answer.status == 0, network.plugins.count == 1 { try bed.expectClean(comment) }
            try recovery.run(in: bed, previous: addition.result, comment)
            return answer.isStruck
        }
    }
}
