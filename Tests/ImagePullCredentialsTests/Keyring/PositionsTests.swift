import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials

@Suite("The positions of matches")
struct PositionsTests {
  @Test(
    "are kept and sorted, inline and beyond",
    arguments: [0, 1, 2, 7, 8, 9, 31, 32, 33, 200])
  func operations(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let numbers = (0..<count).map { _ in Int.random(in: 0..<50, using: &random) }
    var positions = Positions()
    for number in numbers { positions.append(KeyringPosition(number, 50 - number)) }
    #expect(positions.count == count && positions.isEmpty == numbers.isEmpty)
    #expect((0..<count).map { positions[$0].document } == numbers)
    let before = positions
    positions.sort { $0.document > $1.document }
    #expect((0..<count).map { positions[$0].document } == numbers.sorted(by: >))
    #expect((0..<count).map { 50 - before[$0].record } == numbers)
  }
}
