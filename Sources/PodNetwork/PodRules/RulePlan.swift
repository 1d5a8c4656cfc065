import NetworkAddress
import Nftables

/// The elements that rules consist of, and the parts of the layout that they stand in. Pure.
package struct RulePlan {
    /// An element, and the set it goes into.
    package struct Placed: Hashable {
        /// Where it stands.
        package var set: NftSet
        /// The element; an owner's own has the owner in words and as a number.
        package var element: Element
        /// Set when two living pods may both want it: a host port.
        package var contested: HostPort?
    }

    /// Whose rules they are.
    package let owner: RuleOwner
    private let namespacePath: String
    /// In the order in which the layout's parts are made.
    package private(set) var parts: [LayoutPart] = [.base]
    /// The owner's elements.
    package private(set) var elements: [Placed] = []
    /// Elements that many owners have need of, and that stay.
    package private(set) var shared: [Placed] = []

    /// The plan for an attachment's rules.
    package init(_ rules: AttachmentRules) {
        owner = rules.owner
        namespacePath = rules.namespacePath
        for address in rules.masquerades {
            let subnet = PodSubnet(prefix: address.prefix)
            need(.masquerade(subnet))
            place(FieldBytes().address(address.address), in: subnet.set)
        }
        for port in rules.hostPorts { place(port) }
        for check in rules.spoofChecks {
            need(.spoofChecks)
            let key = FieldBytes().interfaceName(check.port)
            place(key, in: RuleTables.checkedPorts)
            place(key.bytes(check.address.bytes), in: RuleTables.allowedSenders)
        }
        for rule in rules.ingress { place(rule) }
        for address in rules.forwards {
            need(.forwarding)
            place(FieldBytes().address(address), in: RuleTables.forwarded(address.family))
        }
    }

    private mutating func need(_ part: LayoutPart) {
        if !parts.contains(part) { parts.append(part) }
    }

    /// What two options ask for alike is there once.
    private mutating func place(
        _ key: FieldBytes, in set: NftSet, data: FieldBytes? = nil, contested: HostPort? = nil
    ) {
        guard !elements.contains(where: { $0.element.key == key && $0.set.name == set.name })
        else { return }
        var element = Element(key, data: data.map { .value($0) })
        element.comment = owner.description
        element.note = owner.key.bytes
        elements.append(Placed(set: set, element: element, contested: contested))
    }

    private mutating func place(_ port: HostPort) {
        let group = HostPortGroup(port)
        need(.hostPorts)
        need(.hostPortGroup(group))
        let address = port.hostAddress ?? .any(group.family)
        let end = FieldBytes().proto(port.transport).port(port.hostPort)
        place(
            FieldBytes().integer(group.conditionNumber).address(address).appending(end),
            in: RuleTables.takenPorts(group.family), contested: port)
        let target = FieldBytes().address(port.podAddress.address).port(port.podPort)
        if port.hostAddress == nil {
            place(end, in: group.ports, data: target, contested: port)
        } else {
            place(
                FieldBytes().address(address).appending(end), in: group.addressPorts,
                data: target, contested: port)
        }
    }

    private mutating func place(_ rule: IngressRule) {
        guard rule.policy != .open else { return }
        need(.ingress)
        let bridge = FieldBytes().interfaceName(rule.bridge)
        let address = FieldBytes().address(rule.address)
        let family = rule.address.family
        if !shared.contains(where: { $0.element.key == bridge }) {
            shared.append(Placed(set: RuleTables.policedBridges, element: Element(bridge)))
        }
        place(address, in: RuleTables.policed(family))
        if rule.policy == .sameBridge {
            place(address.appending(bridge), in: RuleTables.ownBridge(family))
        } else {
            need(.isolation)
            place(address, in: RuleTables.isolated(family))
        }
    }

    /// The index of the elements.
    package var record: OwnerRecord {
        var record = OwnerRecord(owner: owner)
        record.namespacePath = namespacePath
        for placed in elements { record.append(placed.element.key, in: placed.set) }
        return record
    }

    /// Adds everything; what is there already, of these or another owner's elements, fails the
    /// batch.
    func insert(into batch: inout Batch) {
        batch.add(elements: record.elements, to: RuleTables.owners, .create)
        for (set, elements) in Self.bySet(elements) {
            batch.add(elements: elements, to: set, .create)
        }
        for (set, elements) in Self.bySet(shared) { batch.add(elements: elements, to: set) }
    }

    /// Elements of one set go into one message.
    static func bySet(_ placed: [Placed]) -> [(set: NftSet, elements: [Element])] {
        var result: [(set: NftSet, elements: [Element])] = []
        for item in placed {
            let isSame = { (set: NftSet) in
                set.name == item.set.name && set.table == item.set.table
            }
            if let index = result.firstIndex(where: { isSame($0.set) }) {
                result[index].elements.append(item.element)
            } else {
                result.append((item.set, [item.element]))
            }
        }
        return result
    }
}
