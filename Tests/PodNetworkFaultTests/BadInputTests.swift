import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// Configurations that cannot be: the specification's code, one line that names the field and what
/// was found, and nothing changed; and DEL cleans up all the same.
@Suite struct BadInputTests {
    @Test func `each option of bridge with a wrong type or range`() throws {
        try expectRefused(BadInput.bridgeOptions, by: "bridge", on: FaultBed(.bridge))
    }

    @Test func `each option of host-local inside a bridge with a wrong type or range`() throws {
        try expectRefused(BadInput.hostLocalOptions, by: "bridge", on: FaultBed(.bridge))
    }

    @Test func `each option of host-local by itself with a wrong type or range`() throws {
        try expectRefused(BadInput.hostLocalOptions, by: "host-local", on: FaultBed(.bridge))
    }

    @Test func `combinations that cannot be`() throws {
        try expectRefused(BadInput.combinations, by: "bridge", on: FaultBed(.bridge))
    }

    @Test func `each option of ptp with a wrong type or range, and its addresses'`() throws {
        let bed = try FaultBed(.pointToPoint)
        try expectRefused(BadInput.pointToPointOptions, by: "ptp", on: bed)
        try expectRefused(BadInput.hostLocalOptions, by: "ptp", on: bed)
    }

    @Test func `each option of martlet with a wrong type or range, whosever it is in a chain`()
        throws
    {
        for (mistakes, network) in [
            (BadInput.martletOptions, FaultNetwork.every), (BadInput.requestedLimits, .unified),
        ] {
            try expectRefused(
                mistakes, by: "martlet", on: FaultBed(network), looksOnceAField: true)
        }
    }

    @Test func `each option of static with a wrong type or range`() throws {
        let bed = try FaultBed(.bridge)
        let right: JSON = [
            "cniVersion": "1.1.0", "name": "fixed", "type": "static",
            "ipam": ["type": "static", "addresses": [["address": "10.61.0.77/24"]]],
        ]
        for mistake in BadInput.staticOptions {
            let wrong = mistake.applied(to: right)
            expect(try bed.wire.call(.ours, .add, wrong, pod: "a", plugin: "static"), mistake)
        }
        try bed.expectClean("static")
    }

    @Test(arguments: [
        (FaultNetwork.bandwidth, BadInput.bandwidthOptions),
        (FaultNetwork.tuning, BadInput.tuningOptions),
        (FaultNetwork.portmap, BadInput.portmapOptions),
        (FaultNetwork.firewall, BadInput.firewallOptions),
    ])
    func `each option of a chained plugin with a wrong type or range`(
        plugin: String, mistakes: [BadInput]
    ) throws {
        let network = FaultNetwork(
            name: "chained", plugins: [FaultNetwork.bridge.plugins[0], plugin])
        let bed = try FaultBed(network)
        let result = try bed.call(.add, 0, "a").json
        let before = try Snapshot.observe(bed.wire)
        for mistake in mistakes {
            let right = try network.configuration(
                of: 1, state: bed.wire.state, previous: result)
            let wrong = mistake.applied(to: right)
            expect(try bed.wire.call(.ours, .add, wrong, pod: "a"), mistake)
            let after = try Snapshot.observe(bed.wire)
            let isSame = after == before
            #expect(isSame, "\(mistake.testDescription): \(after.difference(from: before))")
        }
        try bed.delete("a")
        var last: JSONPath?
        for mistake in mistakes where mistake.canBeDeleted && mistake.path != last {
            last = mistake.path
            let addition = try bed.add("a")
            #expect(addition.answer.status == 0, "\(addition.answer.text)")
            let right = try network.configuration(
                of: 1, state: bed.wire.state, previous: addition.result)
            let wrong = mistake.applied(to: right)
            let deletion = try bed.wire.call(.ours, .delete, wrong, pod: "a")
            #expect(deletion.status == 0, "DEL, \(mistake.testDescription): \(deletion.text)")
            try bed.delete("a")
            try bed.expectClean("DEL with \(mistake.testDescription)")
        }
    }

    /// Refused by ADD, which changes nothing; no hindrance for DEL.
    /// - Parameter looksOnceAField: whether the node is looked at after a field's last mistake
    ///   only, which takes most of the time; otherwise after each.
    func expectRefused(
        _ mistakes: [BadInput], by plugin: String, on bed: FaultBed, looksOnceAField: Bool = false
    ) throws {
        var attached: JSONPath?
        for (number, mistake) in mistakes.enumerated() {
            let right = try bed.network.configuration(of: 0, state: bed.wire.state)
            let wrong = mistake.applied(to: right)
            let answer = try bed.wire.call(.ours, .add, wrong, pod: "a", plugin: plugin)
            expect(answer, mistake)
            let isLast = mistakes.dropFirst(number + 1).first?.path != mistake.path
            if isLast || !looksOnceAField {
                try bed.expectClean("ADD of \(plugin) with \(mistake.testDescription)")
            }
            // Once for each field: an attachment made rightly is deleted wrongly.
            guard attached != mistake.path, mistake.canBeDeleted else { continue }
            attached = mistake.path
            let addition = try bed.wire.call(.ours, .add, right, pod: "a", plugin: plugin)
            #expect(addition.status == 0, "\(addition.text)")
            let deletion = try bed.wire.call(.ours, .delete, wrong, pod: "a", plugin: plugin)
            #expect(deletion.status == 0, "DEL, \(mistake.testDescription): \(deletion.text)")
            try bed.expectClean("DEL of \(plugin) with \(mistake.testDescription)")
        }
    }

    func expect(_ answer: Answer, _ mistake: BadInput) {
        let text = "\(mistake.testDescription): \(answer.text)"
        #expect(answer.status == 1, "\(text)")
        #expect(answer.diagnostics.isEmpty, "\(answer.diagnostics)")
        #expect(answer.error?.code.number == mistake.code, "\(text)")
        let message = answer.error?.message ?? ""
        #expect(!message.isEmpty && !message.contains { $0.isNewline }, "\(text)")
        for word in mistake.words {
            #expect(message.contains(word), "\(text): \(word) is not told")
        }
    }
}

extension BadInput {
    /// Whether DEL can know what to remove: not without the network's name, in a version that is
    /// not spoken, without the folder that the state is in, or where another address plugin, or
    /// none, is named.
    var canBeDeleted: Bool {
        let namesAnother =
            path == JSONPath(dotted: "ipam.type") && (value == nil || value?.string != nil)
        return !namesAnother
            && !["name", "cniVersion", "ipam", "dataDir"].map(JSONPath.init(dotted:))
                .contains(path)
    }
}
