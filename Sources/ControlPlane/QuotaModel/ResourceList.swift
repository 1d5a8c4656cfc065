import APIMachinery
import JSON

/// Amounts by the resource's name: `cpu: 500m, memory: 1Gi`.
public struct ResourceList: Sendable, Hashable {
    /// The amounts.
    public private(set) var amounts: [String: Quantity]

    /// Amounts.
    public init(_ amounts: [String: Quantity] = [:]) { self.amounts = amounts }

    /// Reads an object of the API; what is no amount is left out.
    public init(_ json: JSON?) {
        amounts = [:]
        for member in json?.object?.members ?? [] {
            let text = member.value.string ?? member.value.int.map { String($0) } ?? ""
            if let amount = Quantity(parsing: text) { amounts[member.key] = amount }
        }
    }

    /// An amount; setting nil removes it.
    public subscript(name: String) -> Quantity? {
        get { amounts[name] }
        set { amounts[name] = newValue }
    }

    /// Whether nothing is named.
    public var isEmpty: Bool { amounts.isEmpty }

    /// The names in order.
    public var names: [String] { amounts.keys.sorted() }

    /// Adds amounts.
    public static func += (a: inout ResourceList, b: ResourceList) {
        a.amounts.merge(b.amounts) { $0 + $1 }
    }

    /// What is more than in another list, name by name; names of both.
    public static func - (a: ResourceList, b: ResourceList) -> ResourceList {
        var result = a
        for (name, amount) in b.amounts { result[name] = (a[name] ?? Quantity(0)) - amount }
        return result
    }

    /// The larger amount of each.
    public func maximum(_ other: ResourceList) -> ResourceList {
        ResourceList(amounts.merging(other.amounts) { max($0, $1) })
    }

    /// These amounts, of some names only.
    public func only(_ isWanted: (String) -> Bool) -> ResourceList {
        ResourceList(amounts.filter { isWanted($0.key) })
    }

    /// An object of the API.
    public var json: JSON {
        var object = JSONObject()
        for name in names {
            if let amount = amounts[name] { object.add(name, .string(amount.description)) }
        }
        return .object(object)
    }

    /// As messages write it: `cpu=1,pods=2`.
    public var text: String {
        names.compactMap { name in amounts[name].map { "\(name)=\($0)" } }.joined(separator: ",")
    }

    public static func == (a: ResourceList, b: ResourceList) -> Bool {
        a.names == b.names && a.names.allSatisfy { a[$0] == b[$0] }
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(names) }
}
