import Testing

@testable import ImagePullCredentials

@Suite("The fall-back to Docker Hub")
struct ImageNameTests {
  @Test(
    "is for names whose first part is Docker Hub, or no host",
    arguments: [
      ("docker.io/library/nginx", true), ("index.docker.io/x", true), ("nginx", true),
      ("library/nginx", true), ("localhost/x", true), ("Docker/x", true), ("a.b", true),
      ("a:1", true), ("registry-1.docker.io/x", false), ("docker.io:443/x", false),
      ("docker.iox/x", false), ("a.b/x", false), ("a:1/x", false), ("localhost:5000/x", false),
      ("", false), ("/", false), ("/x", false), ("x/", true), ("./x", false),
    ])
  func names(name: String, expected: Bool) {
    let applies = DockerHub.isDefaultName(name.utf8.span)
    #expect(applies == expected)
    guard let slash = name.firstIndex(of: "/") else { return }
    let appliesToRegistry = DockerHub.isDefaultRegistry(String(name[..<slash]).utf8.span)
    #expect(appliesToRegistry == expected)
  }
}
