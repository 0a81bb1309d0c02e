import Foundation
import Testing

@Suite struct ClientsCommandTests {
  @Test func text() throws {
    let result = try Tool.run(
      "clients", "ghcr.io", "https://me:fake@ghcr.io/team", "--image", "ghcr.io/team/app")
    #expect(result.status == 1)
    #expect(
      result.output == """
        ghcr.io/team/app

          ghcr.io
            kubelet                            yes: host, port and path prefix match
            docker                             yes: the key is the image's registry
            podman, skopeo (containers/image)  yes: the key is the image's registry
            crane, ko (go-containerregistry)   yes: the key is the image's registry
            k8schain (go-containerregistry)    yes: host, port and path prefix match
            oras, helm (oras-go)               yes: the key is the image's registry

          https://***@ghcr.io/team
            kubelet                            yes: host, port and path prefix match
            docker                             yes: the key's host is the image's
                                               registry; the rest of the key is not
                                               looked at
            podman, skopeo (containers/image)  no: the host is right, but the rest of
                                               the key is not
            crane, ko (go-containerregistry)   yes: the key's host is the image's
                                               registry; the rest of the key is not
                                               looked at
            k8schain (go-containerregistry)    yes: host, port and path prefix match
            oras, helm (oras-go)               no: the host is right, but the rest of
                                               the key is not

        """)
  }

  @Test func allClientsUseTheKey() throws {
    let result = try Tool.run("clients", "ghcr.io", "--image", "ghcr.io/team/app")
    #expect(result.status == 0)
  }

  @Test func json() throws {
    let result = try Tool.run("clients", "docker.io", "--image", "nginx", "-o", "json")
    #expect(result.status == 1)
    #expect(
      result.output.hasPrefix(
        """
        {
          "image": "docker.io/library/nginx",
          "keys": [
            {
              "key": "docker.io",
              "uses": [
                {
                  "client": "kubelet",
                  "isUsed": true,
                  "rule": "pattern",
                  "reason": "host, port and path prefix match",
                  "source": "kubernetes/kubernetes pkg/credentialprovider/keyring.go"
                },

        """))
  }

  @Test(arguments: [
    (["--image", "nginx"], "KEY is missing"), (["a"], "--image IMAGE is missing"),
    (["a", "--image", "A"], "\"A\" is not an image reference"),
  ])
  func refuses(arguments: [String], message: String) throws {
    let result = try Tool.run(["clients"] + arguments, input: Data())
    #expect(result.status == 2)
    #expect(result.errors.contains(message), "\(result.errors)")
  }
}
