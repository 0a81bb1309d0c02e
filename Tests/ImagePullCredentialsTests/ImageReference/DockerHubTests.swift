import ImagePullCredentials
import Testing

struct DockerHubTests {
  @Test(arguments: [
    Accepted("nginx", "docker.io", "library/nginx"),
    Accepted("team/nginx", "docker.io", "team/nginx"),
    Accepted("library/nginx", "docker.io", "library/nginx"),
    Accepted("docker.io/nginx", "docker.io", "library/nginx"),
    Accepted("docker.io/team/nginx", "docker.io", "team/nginx"),
    Accepted("index.docker.io/nginx", "docker.io", "library/nginx"),
    Accepted("index.docker.io/team/nginx", "docker.io", "team/nginx"),
    Accepted("docker.io", "docker.io", "library/docker.io"),
    Accepted("example.com", "docker.io", "library/example.com"),
    Accepted("localhost", "docker.io", "library/localhost"),
    Accepted("localhosts/x", "docker.io", "localhosts/x"),
  ])
  func dockerHub(row: Accepted) throws {
    row.check()
    #expect(try ImageReference(row.text).isDockerHub)
  }

  @Test(arguments: [
    Accepted("localhost/nginx", "localhost", "nginx"),
    Accepted("Localhost/nginx", "Localhost", "nginx"),
    Accepted("registry-1.docker.io/nginx", "registry-1.docker.io", "nginx"),
    Accepted("docker.io:443/nginx", "docker.io:443", "nginx"),
    Accepted("Docker.io/nginx", "Docker.io", "nginx"),
    Accepted("INDEX.docker.io/nginx", "INDEX.docker.io", "nginx"),
    Accepted("www.docker.io/nginx", "www.docker.io", "nginx"),
  ])
  func otherRegistries(row: Accepted) throws {
    row.check()
    #expect(try !ImageReference(row.text).isDockerHub)
  }

  /// Reads like a registry, but its syntax is that of a path alone.
  @Test func absentRegistry() throws {
    Accepted("a_b.io/x", "", "a_b.io/x").check()
    Accepted("a_b/x", "docker.io", "a_b/x").check()
    let image = try ImageReference("a_b.io/x:v1")
    #expect(image.name == "a_b.io/x")
    #expect(image.description == "a_b.io/x:v1")
    #expect(image.familiar == "a_b.io/x:v1")
    #expect(!image.isDockerHub)
  }

  /// Docker Hub's rule does not see that this is an address, and a namespace has no brackets.
  @Test(arguments: [
    Refused("[ab]/x", .invalidFormat, at: 0),
    Refused("[ab]/x:\u{212A}", .invalidFormat, at: 7),
    Refused("[ab]/X", .nameContainsUppercase, at: 5),
    Refused("[ab]/x@SHA256:\(run("0", 64))", .nameContainsUppercase, at: 7),
  ])
  func addressThatLooksLikeANamespace(row: Refused) { row.check() }

  @Test(arguments: [
    ("docker.io/library/nginx:1", "nginx:1"),
    ("nginx", "nginx"),
    ("team/nginx", "team/nginx"),
    ("docker.io/library/a/b", "library/a/b"),
    ("library/library", "library"),
    ("docker.io/librarya/b", "librarya/b"),
    ("index.docker.io/team/x:1", "team/x:1"),
    ("r.io/library/nginx", "r.io/library/nginx"),
    ("x:1@sha256:\(run("0", 64))", "x:1@sha256:\(run("0", 64))"),
  ])
  func familiarForm(text: String, familiar: String) throws {
    #expect(try ImageReference(text).familiar == familiar)
  }
}
