import Foundation
import ImagePullCredentials
import KubernetesPulls
import NodeCredentials

// A registry client: finds what to send for an image as docker would, with a credential helper; and as a node would,
// with a credential provider plugin. Both are shell scripts here.
let folder = FileManager.default.temporaryDirectory.appending(path: "adopter-\(UUID().uuidString)")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(at: folder) }

func script(_ name: String, _ output: String) throws {
  let file = folder.appending(path: name)
  try "#!/bin/sh\ncat >/dev/null\ncat <<'END'\n\(output)\nEND\n".write(
    to: file, atomically: true, encoding: .utf8)
  try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file.path)
}
try script(
  "docker-credential-vault",
  #"{"ServerURL":"registry.example.com","Username":"octocat","Secret":"fake-token"}"#)
try script(
  "node-login",
  #"""
  {"kind":"CredentialProviderResponse","apiVersion":"credentialprovider.kubelet.k8s.io/v1",
  "cacheKeyType":"Registry","auth":{"registry.example.com":{"username":"node","password":"fake"}}}
  """#)
let environment = ["PATH": "\(folder.path):/usr/bin:/bin"]
let image = try ImageReference("registry.example.com/team/app:1.0")

// As docker: credHelpers, credsStore, auths.
let config = try DockerConfig(
  dockerConfigJSON: #"{"credHelpers":{"registry.example.com":"vault"}}"#)
let docker = DockerCredentials(config, path: "config.json", environment: environment)
let answer = await docker.lookUp(image)
guard let credential = answer.credential else { fatalError("\(answer.outcome)") }
print("docker sends \(credential.username) (\(answer.outcome))")
let authorization = Data("\(credential.username):\(credential.revealPassword())".utf8)
  .base64EncodedString()
print("Authorization: Basic has \(authorization.count) characters")

// The entry that another client would choose in a file.
let file = try DockerConfig(
  dockerConfigJSON: #"{"auths":{"registry.example.com/team":{"auth":"cm9ib3Q6ZmFrZQ=="}}}"#)
print("podman chooses \(file.entry(for: image, by: .containersImage)?.username ?? "nothing")")
print("docker chooses \(file.entry(for: image, by: .docker)?.username ?? "nothing")")

// As a node.
let providers = CredentialProviders(
  try CredentialProviderConfig(
    json: Array(
      #"""
      {"apiVersion":"kubelet.config.k8s.io/v1","kind":"CredentialProviderConfig","providers":[{
      "name":"node-login","matchImages":["registry.example.com"],"defaultCacheDuration":"1m",
      "apiVersion":"credentialprovider.kubelet.k8s.io/v1"}]}
      """#.utf8)),
  binDirectory: folder.path, environment: environment,
  now: { Timestamp(secondsSince1970: Int64(Date().timeIntervalSince1970)) })
let found = await providers.lookUp(image)
print("the node tries \(found.keyring.credentials(for: image).map(\.username))")
