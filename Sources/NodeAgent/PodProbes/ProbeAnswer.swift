/// What came of asking a container.
public enum ProbeAnswer: Sendable, Hashable {
    case success
    /// It said no, or nothing, with words for people.
    case failure(String)
}
