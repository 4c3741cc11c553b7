/** Remote hosts as they are in the wild, and how mail finds them. */
package relay.it.remote;
