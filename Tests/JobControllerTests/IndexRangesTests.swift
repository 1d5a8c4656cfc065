import JobController
import Testing

@Suite struct IndexRangesTests {
    @Test(arguments: [
        ([], ""), ([3], "3"), ([1, 2], "1,2"), ([1, 2, 3], "1-3"),
        ([7, 1, 3, 4, 5, 5], "1,3-5,7"),
    ])
    func `indexes are written as upstream writes them, and read back`(
        _ indexes: [Int], _ text: String
    ) {
        let ranges = IndexRanges(indexes)
        #expect(ranges.description == text)
        #expect(IndexRanges(parsing: text) == ranges)
        #expect(ranges.count == Set(indexes).count)
        for index in 0..<10 { #expect(ranges.contains(index) == indexes.contains(index)) }
    }

    @Test func `what lies beyond the bound is left out, and what is no index`() {
        #expect(IndexRanges(parsing: "0-3,5,9-20,x,7-6", below: 11).description == "0-3,5,9,10")
    }

    @Test func `a union has those of both, and counts common ones once`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let a = Set((0..<12).map { _ in Int.random(in: 0..<20, using: &random) })
            let b = Set((0..<12).map { _ in Int.random(in: 0..<20, using: &random) })
            let union = IndexRanges(a).union(IndexRanges(b))
            #expect(union == IndexRanges(a.union(b)))
            #expect(IndexRanges(a).count(in: IndexRanges(b)) == a.intersection(b).count)
        }
    }
}
