import CNIProtocol
import NetworkAddress
import RouteNetlink

/// Changes a pod's interface and settings as `tuning` says, and takes it back.
struct PodTuning {
    let options: TuningConfiguration
    let folder: TuningFolder
    let network: String
    let attachment: Attachment
    let pod: PodNamespace

    /// Changes everything; on an error, all is as it was.
    func apply() throws(CNIError) {
        let settings = PodSettings(options.settings, pod)
        let previous = try settings.apply()
        do throws(CNIError) {
            if options.changesLink { try applyLink() }
        } catch {
            settings.restore(previous)
            throw error
        }
    }

    private func applyLink() throws(CNIError) {
        let name = attachment.interfaceName
        let found = try CNIError.applying("look at \(name)") { try pod.socket.link(named: name) }
        guard let link = found else {
            throw CNIError(.invalidConfiguration, "the pod has no interface \(name)")
        }
        let backup = TuningBackup(
            link, queueLength: link.transmitQueueLength.map { Int($0) }, before: options)
        try folder.write(backup, of: attachment, network: network)
        do throws(CNIError) {
            try CNIError.applying("change \(name)") {
                try pod.socket.set(link.index, options.change)
            }
        } catch {
            try? pod.socket.set(link.index, backup.change)
            try? folder.remove(attachment)
            throw error
        }
    }

    /// A result that says what the interface has become.
    func updated(_ result: CNIResult) -> CNIResult {
        var result = result
        for index in result.interfaces.indices
        where result.interfaces[index].name == attachment.interfaceName {
            if let mac = options.mac { result.interfaces[index].mac = mac.description }
            if let mtu = options.mtu, result.interfaces[index].mtu != nil {
                result.interfaces[index].mtu = mtu
            }
        }
        return result
    }

    /// What is not as `apply` leaves it, a sentence each.
    func discrepancies() throws(CNIError) -> [String] {
        let name = attachment.interfaceName
        let found = try CNIError.applying("look at \(name)") { try pod.socket.link(named: name) }
        guard let link = found else { return ["the pod has no interface \(name)"] }
        var problems: [String] = []
        func compare<Value: Equatable>(_ what: String, _ wanted: Value?, _ found: Value?) {
            guard let wanted, wanted != found else { return }
            let told = found.map { "\($0)" } ?? "nothing"
            problems.append("\(what) of \(name) is \(told), not \(wanted)")
        }
        compare("the hardware address", options.mac, link.mac)
        compare("the MTU", options.mtu, link.mtu)
        compare(
            "the queue's length", options.transmitQueueLength,
            link.transmitQueueLength.map { Int($0) })
        if options.isPromiscuous {
            compare("promiscuity", true, link.flags.contains(.promiscuous))
        }
        compare(
            "taking all multicast", options.takesAllMulticast,
            link.flags.contains(.allMulticast))
        return problems + PodSettings(options.settings, pod).discrepancies()
    }
}

extension TuningConfiguration {
    /// The change of the interface.
    var change: LinkChange {
        var change = LinkChange(mtu: mtu, mac: mac)
        if isPromiscuous { change.isPromiscuous = true }
        change.takesAllMulticast = takesAllMulticast
        change.transmitQueueLength = transmitQueueLength.map { UInt32(clamping: $0) }
        return change
    }
}
