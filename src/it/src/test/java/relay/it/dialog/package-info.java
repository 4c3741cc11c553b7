/** The scripted dialogs, over the wire with the whole relay behind. */
package relay.it.dialog;
