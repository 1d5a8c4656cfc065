/// A link that swallows what it is given; its addresses are the host's. It has no options.
enum Dummy {
    static let kindName = "dummy"
}
