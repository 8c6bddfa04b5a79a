"""The ethics pack: what a data ethics committee asks, from what is really in the project, and what only people can say."""
