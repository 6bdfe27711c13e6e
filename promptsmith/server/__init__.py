"""The MCP server: a face that checks arguments, calls the public functions and the store, and holds no logic of its own."""
