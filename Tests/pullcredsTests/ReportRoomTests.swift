import Foundation
import ImagePullCredentials
import Testing

@testable import pullcreds

@Suite struct ReportRoomTests {
  /// How many elements are written, and how many more the report says that there are.
  private func counts(of object: [String: Any]) -> [Int] {
    [(object["elements"] as? [Any])?.count ?? -1, object["moreElements"] as? Int ?? 0]
  }

  private func written(_ write: (inout JSONWriter) -> Void) throws -> [String: Any] {
    var writer = JSONWriter()
    writer.object(write)
    let object = try JSONSerialization.jsonObject(with: Data(writer.bytes))
    return try #require(object as? [String: Any])
  }

  @Test(arguments: [
    (ReportRoom.elementLimit, 0), (ReportRoom.elementLimit + 1, 1),
    (ReportRoom.elementLimit + 500, 500),
  ])
  func elements(_ count: Int, _ rest: Int) throws {
    let object = try written { writer in
      var room = ReportRoom()
      writer.member(
        "elements", objects: 0..<count, count: count, more: "moreElements", in: &room
      ) { $0.member("number", $1) }
    }
    #expect(counts(of: object) == [count - rest, rest])
  }

  /// Each string takes a quarter of the bytes, with its quotes and comma.
  @Test(arguments: [(3, 0), (4, 0), (5, 1), (9, 5)])
  func bytes(_ count: Int, _ rest: Int) throws {
    let text = String(repeating: "a", count: ReportRoom.byteLimit / 4 - 2)
    let object = try written { writer in
      var room = ReportRoom()
      writer.member(
        "elements", strings: Array(repeating: text, count: count), more: "moreElements", in: &room)
    }
    #expect(counts(of: object) == [count - rest, rest])
  }

  @Test func isSharedByAllArrays() throws {
    let object = try written { writer in
      var room = ReportRoom()
      let half = Array(repeating: "a", count: ReportRoom.elementLimit / 2)
      writer.member("first", strings: half, more: "moreFirst", in: &room)
      writer.member("elements", strings: half + ["b"], more: "moreElements", in: &room)
    }
    #expect(object["moreFirst"] == nil)
    #expect(counts(of: object) == [ReportRoom.elementLimit / 2, 1])
  }
}
