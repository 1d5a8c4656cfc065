/// A link that only queues what is redirected to it, so that what arrives at another link can be
/// shaped as what leaves. It has no options.
enum Ifb {
    static let kindName = "ifb"
}
