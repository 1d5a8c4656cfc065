/// Stands in for `AccessControl`'s until it is there.
package struct UserInfo: Sendable, Hashable {
    package var name: String
    package var uid = ""
    package var groups: [String]
    package var extra: [String: [String]] = [:]
}
