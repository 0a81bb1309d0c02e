// swift-tools-version: 6.2

import PackageDescription

// Programs as users of the package write them, from its documentation alone. `.ci/run` builds and runs them.

let credentials = Target.Dependency.product(
  name: "ImagePullCredentials", package: "ImagePullCredentials")
let kubernetes = Target.Dependency.product(
  name: "KubernetesPulls", package: "ImagePullCredentials")
let diagnosis = Target.Dependency.product(name: "PullDiagnosis", package: "ImagePullCredentials")
let node = Target.Dependency.product(name: "NodeCredentials", package: "ImagePullCredentials")
let testing = Target.Dependency.product(
  name: "ImagePullCredentialsTesting", package: "ImagePullCredentials")

let package = Package(
  name: "Adopters",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "ImagePullCredentials", path: "../..")],
  targets: [
    .target(name: "WebhookPolicy", dependencies: [credentials, kubernetes]),
    .executableTarget(name: "Webhook", dependencies: ["WebhookPolicy", credentials, kubernetes]),
    .executableTarget(name: "ControllerStore", dependencies: [credentials, kubernetes, diagnosis]),
    .executableTarget(name: "RegistryClient", dependencies: [credentials, kubernetes, node]),
    .executableTarget(name: "DocumentEditor", dependencies: [credentials, kubernetes]),
    .executableTarget(
      name: "FuzzWebhook", dependencies: ["WebhookPolicy", credentials, kubernetes, testing]),
    .testTarget(
      name: "WebhookPolicyTests", dependencies: ["WebhookPolicy", credentials, kubernetes, testing]),
  ]
)
