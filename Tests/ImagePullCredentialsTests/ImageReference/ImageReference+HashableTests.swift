import ImagePullCredentials
import Testing

struct ImageReferenceHashableTests {
  static let classes = [
    [
      "nginx", "library/nginx", "docker.io/nginx", "docker.io/library/nginx",
      "index.docker.io/nginx",
    ],
    ["nginx:latest", "docker.io/library/nginx:latest"],
    ["nginx@sha256:\(run("0", 64))", "docker.io/nginx@sha256:\(run("0", 64))"],
    ["nginx@sha256:\(run("1", 64))"],
    ["nginx:latest@sha256:\(run("0", 64))"],
    ["team/nginx", "docker.io/team/nginx", "index.docker.io/team/nginx"],
    ["r.io/nginx"],
    ["R.io/nginx"],
    ["r.io/library/nginx"],
    ["r.io:5000/nginx"],
    ["a_b.io/nginx"],
  ]

  @Test func equalWhenTheNormalisedTextsAre() throws {
    let images = try Self.classes.map { try $0.map { try ImageReference($0) } }
    for (index, left) in images.enumerated() {
      for (other, right) in images.enumerated() {
        for (a, b) in left.flatMap({ a in right.map { (a, $0) } }) {
          #expect((a == b) == (index == other), "\(a.originalText), \(b.originalText)")
          #expect((a.description == b.description) == (a == b))
          if a == b { #expect(a.hashValue == b.hashValue) }
        }
      }
    }
    #expect(Set(images.joined()).count == Self.classes.count)
  }
}
