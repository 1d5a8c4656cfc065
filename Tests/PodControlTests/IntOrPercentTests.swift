import JSON
import PodControl
import Testing

struct IntOrPercentTests {
    @Test(arguments: [
        ("3", 10, 3, 3), ("\"25%\"", 10, 2, 3), ("\"25%\"", 4, 1, 1), ("\"0%\"", 10, 0, 0),
        ("\"100%\"", 7, 7, 7), ("\"1%\"", 1, 0, 1),
    ])
    func `Shares are rounded as asked`(
        _ text: String, _ total: Int, _ down: Int, _ up: Int
    )
        throws
    {
        let value = try JSONDocument(parsing: Array(text.utf8)).root
        let count = try #require(IntOrPercent(value))
        #expect(count.resolved(of: total, roundingUp: false) == down)
        #expect(count.resolved(of: total, roundingUp: true) == up)
    }

    @Test(arguments: ["\"x\"", "\"%\"", "null", "{}", "\"99999999999999999999%\""])
    func `Nothing else is one`(_ text: String) throws {
        #expect(IntOrPercent(try JSONDocument(parsing: Array(text.utf8)).root) == nil)
    }
}
